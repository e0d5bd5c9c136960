// The portal's small comforts. Without this file every step still works.
"use strict";
