#!/bin/bash
ssh h1 is-idle || exit 1
wipe-disk h1
