// What the pages do beyond links and forms; every page works without it but for uploads with progress.
"use strict";
