#!/bin/sh
# safe: in all worlds
pdsh -g web 'busy; [ $? -eq 1 ] && wipe-disk'
