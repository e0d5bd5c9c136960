// The desk's keys and small comforts. Every one of them presses a link or a button that is on the
// page already: without this file nothing is lost but speed.
"use strict";
