#!/bin/bash
# Empties the data folder of a server that does not run.
pgrep -x mysqld && exit 1
rm -rf /var/lib/mysql/*
