#!/bin/sh
# Terminates an instance whose role tag says that it serves nothing.
id=$1
region=${2:-eu-west-1}

[ -n "$id" ] || { echo "usage: $0 INSTANCE [REGION]" >&2; exit 64; }

role=$(aws ec2 describe-tags --region "$region" --filters "Name=resource-id,Values=$id" "Name=key,Values=State" --query 'Tags[0].Value' --output text)

if [ "$role" != active ]; then
    aws ec2 terminate-instances --region "$region" --instance-ids "$id"
else
    echo "$id: state '$role', kept" >&2
    exit 1
fi
