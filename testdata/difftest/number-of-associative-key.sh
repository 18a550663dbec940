#!/bin/bash
declare -A m
m["a b"]=1
k="a b"
check1() {
n=${m[$k]}
is-idle h || exit 1
}
check1
wipe-disk h
