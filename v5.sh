#!/bin/bash
IFS=: read -r h d <<<"$1"
is-idle "$h" && reinstall-os "$h"
