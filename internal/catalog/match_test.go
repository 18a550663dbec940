package catalog

import (
	"strings"
	"testing"
)

// split makes words of a line: blanks separate, single quotes group, $name is unknown text from that variable.
func split(line string) []string {
	var words []string
	var b strings.Builder
	in, quoted := false, false
	for i := 0; i < len(line); i++ {
		switch c := line[i]; {
		case c == '\'':
			quoted, in = !quoted, true
		case c == ' ' && !quoted:
			if in {
				words = append(words, b.String())
				b.Reset()
			}
			in = false
		case c == '$':
			in = true
			j := i + 1
			for j < len(line) && (line[j] == '_' || line[j] >= 'a' && line[j] <= 'z' || line[j] >= 'A' && line[j] <= 'Z' || line[j] >= '0' && line[j] <= '9') {
				j++
			}
			b.WriteString(Unknown + line[i+1:j] + Unknown)
			i = j - 1
		default:
			in = true
			b.WriteByte(c)
		}
	}
	if in {
		words = append(words, b.String())
	}
	return words
}

// place is the text of an operand, with unknown text as $name.
func place(words []string, o Operand) string {
	var b strings.Builder
	for i, part := range strings.Split(words[o.Word][o.Skip:], Unknown) {
		if i%2 == 1 {
			b.WriteByte('$')
		}
		b.WriteString(part)
	}
	return b.String()
}

func places(words []string, list []Operand) string {
	var out []string
	for _, o := range list {
		out = append(out, place(words, o))
	}
	return strings.Join(out, " ")
}

// describe says what a call is: "site /dev/sda", "guard mysqld @host", "wrap@host: command", "none".
func describe(c *Catalog, words []string) string {
	at := func(s string, host *Operand) string {
		if host != nil && host.Word >= 0 {
			s = strings.TrimSpace(s) + " @" + place(words, *host)
		}
		return strings.TrimSpace(s)
	}
	if m, ok := c.Destructive(words); ok {
		return at("site "+places(words, m.Targets), m.Host)
	}
	if m, ok := c.Guard(words); ok {
		return at("guard "+places(words, m.Targets), m.Host)
	}
	if m, ok := c.Wrapper(words); ok {
		switch {
		case m.Script >= 0:
			return at("script "+words[m.Script], &m.Host)
		case m.Command < 0:
			return at("stdin", &m.Host)
		}
		inner := append([]string(nil), words[m.Command:m.End]...)
		inner[0] = inner[0][m.Skip:]
		kind := "wrap"
		if m.Text {
			kind = "text"
		}
		return at(kind+" "+places(inner, all(inner)), &m.Host)
	}
	return "none"
}

func all(words []string) []Operand {
	var out []Operand
	for i := range words {
		out = append(out, Operand{Word: i})
	}
	return out
}

func TestCalls(t *testing.T) {
	c := Builtin()
	for _, tt := range strings.Split(strings.TrimSpace(calls), "\n") {
		if tt == "" || strings.HasPrefix(tt, "#") {
			continue
		}
		line, want, ok := strings.Cut(tt, " => ")
		if !ok {
			t.Fatalf("no => in %q", tt)
		}
		if got := describe(c, split(line)); got != want {
			t.Errorf("%s\n got %s\nwant %s", line, got, want)
		}
	}
	if n := strings.Count(calls, " => "); n < 250 {
		t.Errorf("the table has %d calls, want 250", n)
	}
}

const calls = `
# Disks.
wipefs -a /dev/sda => site /dev/sda
wipefs -a /dev/sda /dev/sdb => site /dev/sda /dev/sdb
wipefs --all --force $disk => site $disk
wipefs -fa $disk => site $disk
wipefs -af $disk => site $disk
/usr/sbin/wipefs -a /dev/disk/by-id/x => site /dev/disk/by-id/x
wipefs /dev/sda => guard /dev/sda
wipefs -n -a /dev/sda => none
wipefs -na /dev/sda => none
wipefs --no-act --all /dev/sda => none
wipefs -a disk.img => none
wipefs -a $image => none
wipefs -a => none
wipefs -t ext4 -a /dev/sda => site /dev/sda
wipefs -o 0x438 /dev/sda => site /dev/sda
wipefs $opts /dev/sda => site /dev/sda
wipefs -$flags /dev/sda => site /dev/sda
dd if=/dev/zero of=/dev/sda bs=1M => site /dev/sda
dd if=/dev/zero of=$DEV => site $DEV
dd if=/dev/zero of=/dev/$disk => site /dev/$disk
dd if=/dev/zero of=$disk$n => site $disk$n
dd if=/dev/zero of=file.img => none
dd if=/dev/sda of=/tmp/$x => none
dd if=/dev/sda of=$OUTFILE => none
dd if=/dev/sda of=$BACKUP_DIR/x => none
dd if=/dev/sda of=$dir/disk.img => none
dd if=/dev/sda of=$img => none
dd if=/dev/sda of=$LOG => none
dd if=/dev/sda of=$IMAGE_DISK => site $IMAGE_DISK
dd if=/dev/sda of=$DISK_IMAGE => none
dd if=/dev/sda of=$TARGET => site $TARGET
dd if=/dev/sda of=$1 => site $1
dd if=/dev/sda of=$ => site $
dd if=/dev/sda of=/dev/null => none
dd if=/dev/sda of=/dev/stdout => none
dd if=/dev/sda of=/dev/shm/x => none
dd if=/dev/sda => none
dd of=/dev/mapper/vg-lv => site /dev/mapper/vg-lv
dcfldd if=x of=/dev/sdb => site /dev/sdb
ddrescue -f /dev/sda /dev/sdb map => site /dev/sdb
ddrescue /dev/sda out.img => none
sgdisk --zap-all /dev/sda => site /dev/sda
sgdisk -Z $DISK => site $DISK
sgdisk -og /dev/sda => site /dev/sda
sgdisk -p /dev/sda => guard /dev/sda
sgdisk -n 1:0:+1G /dev/sda => none
sgdisk -P -Z /dev/sda => none
parted -s /dev/sda mklabel gpt => site /dev/sda
parted /dev/sda 'mklabel gpt' => site /dev/sda
parted -s -a optimal $d mktable msdos => site $d
parted -s /dev/sda print => guard /dev/sda
parted -s disk.img mklabel gpt => none
sfdisk /dev/sda => site /dev/sda
sfdisk --force /dev/sda => site /dev/sda
sfdisk -d /dev/sda => guard /dev/sda
sfdisk -l => guard
sfdisk -J /dev/sda => guard /dev/sda
sfdisk -n /dev/sda => none
fdisk /dev/sda => site /dev/sda
fdisk -l /dev/sda => guard /dev/sda
fdisk -l => guard
gdisk $DEVICE => site $DEVICE
gdisk -l /dev/sda => guard /dev/sda
blkdiscard -f /dev/nvme0n1 => site /dev/nvme0n1
shred -n 1 /dev/sdb => site /dev/sdb
shred -u secrets.txt => none
shred -u $keyfile => none
nvme format /dev/nvme0n1 -s 1 => site /dev/nvme0n1
nvme sanitize /dev/nvme0 => site /dev/nvme0
nvme delete-ns /dev/nvme0 -n 1 => site /dev/nvme0
nvme list => none
hdparm --user-master u --security-erase p /dev/sda => site /dev/sda
hdparm --security-erase-enhanced NULL $d => site $d
hdparm -I /dev/sda => none
hdparm --trim-sector-ranges 0:8 /dev/sda => site /dev/sda
cryptsetup luksFormat /dev/sda2 => site /dev/sda2
cryptsetup -q --type luks2 luksFormat $part keyfile => site $part
cryptsetup luksErase /dev/sda2 => site /dev/sda2
cryptsetup luksOpen /dev/sda2 x => none
cryptsetup isLuks /dev/sda2 => guard /dev/sda2
badblocks -wsv /dev/sdb => site /dev/sdb
badblocks -nsv /dev/sdb => none
badblocks -sv /dev/sdb => none
sg_unmap --lba=0 --num=8 /dev/sdb => site /dev/sdb
sg_format --format /dev/sg1 => site /dev/sg1
MegaCli -CfgClr -a0 => site
MegaCli64 -CfgLdDel -L0 -a0 => site
MegaCli -LDInfo -Lall -aALL => none
ssacli ctrl slot=0 ld all delete forced => site
ssacli ctrl all show => none
perccli /c0/v0 delete force => site
storcli64 /c0 show => none
mvcli delete -o vd -i 0 => site 0
tee /dev/sda => site /dev/sda
tee /dev/null => none
tee $x => none
tee -a /dev/stderr log => none
cp image.img /dev/sdb => site /dev/sdb
cp a b => none
cp $a $b => none
# Filesystems and volumes.
mkfs.ext4 /dev/sda1 => site /dev/sda1
/sbin/mkfs.ext4 -F /dev/sda1 => site /dev/sda1
mkfs.ext4 -L data /dev/sda1 => site /dev/sda1
mkfs.ext4 -n /dev/sda1 => none
mkfs.ext4 disk.img => none
mkfs.ext4 -V => none
mkfs.ext4 $opts $dev => site $dev
mkfs.ext4 -F $MKFS_OPTS $dev => site $dev
mkfs.xfs -f /dev/md0 => site /dev/md0
mkfs.xfs -f -L data $d => site $d
mkfs.xfs -N /dev/md0 => none
mkfs.vfat -F 32 /dev/sda1 => site /dev/sda1
mkfs.vfat -n EFI /dev/sda1 => site /dev/sda1
mkfs.btrfs -f /dev/sda /dev/sdb => site /dev/sda /dev/sdb
mkfs.btrfs --label=x $a $b => site $a $b
mkfs.$fstype $dev => site $dev
mkfs.f2fs /dev/sda => site /dev/sda
mkfs -t ext4 /dev/sda1 => site /dev/sda1
mkfs -t $fs $part => site $part
mkfs --help => none
mke2fs -t ext4 /dev/loop0 => site /dev/loop0
mke2fs -n /dev/loop0 => none
mkswap /dev/sda2 => site /dev/sda2
mkswap -L swap /dev/sda2 => site /dev/sda2
mkswap /swapfile => none
mkswap $SWAPFILE => none
pvcreate -ff -y /dev/sdb => site /dev/sdb
pvremove /dev/sdb => site /dev/sdb
vgcreate vg0 /dev/sdb /dev/sdc => site /dev/sdb /dev/sdc
vgremove -f vg0 => site vg0
lvremove -f /dev/vg/lv => site /dev/vg/lv
lvremove -y vg/lv => site vg/lv
lvremove --test vg/lv => none
lvm lvremove vg/lv => site vg/lv
lvs vg => guard vg
zpool destroy tank => site tank
zpool destroy -f $pool => site $pool
zpool create -f tank /dev/sda => site tank
zpool create tank /dev/sda => none
zpool create -o ashift=12 -f tank mirror a b => site tank
zpool labelclear -f /dev/sda => site /dev/sda
zpool status tank => guard tank
zpool list -H -o name => guard
zfs destroy -r tank/data => site tank/data
zfs destroy -n tank/data => none
zfs list tank => guard tank
mdadm --zero-superblock /dev/sda1 /dev/sdb1 => site /dev/sda1 /dev/sdb1
mdadm --create /dev/md0 --level=1 --raid-devices=2 /dev/sda /dev/sdb => site /dev/md0 /dev/sda /dev/sdb
mdadm -C /dev/md0 -l 1 -n 2 /dev/sda /dev/sdb => site /dev/md0 /dev/sda /dev/sdb
mdadm --detail /dev/md0 => guard /dev/md0
mdadm --stop /dev/md0 => none
drbdadm create-md r0 => site r0
drbdadm primary --force r0 => site r0
drbdadm primary r0 => none
drbdadm role r0 => guard r0
# Operating systems.
kexec -e => site
kexec -l /boot/vmlinuz => none
coreos-installer install /dev/sda => site /dev/sda
coreos-installer install -i x.ign $disk => site $disk
coreos-installer download => none
flatcar-install -d /dev/sda -C stable => site /dev/sda
curtin -vvv install cd:/// => site
bootc install to-disk /dev/sda => site /dev/sda
ipmitool -H $bmc -U root chassis bootdev pxe => site @$bmc
ipmitool -I lanplus -H bmc1 -U a -P b chassis bootdev pxe options=persistent => site @bmc1
ipmitool -H bmc1 chassis bootdev disk => none
ipmitool -H bmc1 chassis power status => none
ipmitool -H bmc1 power status => guard bmc1 @bmc1
cobbler system edit --name=db1 --netboot-enabled=true => site db1
cobbler system edit --name db1 --netboot-enabled=1 => site db1
cobbler system edit --name db1 --netboot-enabled True => site db1
cobbler system edit --name db1 --netboot-enabled $x => site db1
cobbler system edit --name db1 --netboot-enabled=false => none
cobbler system edit --name db1 --netboot-enabled=N => none
talosctl -n 10.0.0.1 reset => site 10.0.0.1 @10.0.0.1
reinstall-os db1 => none
perform_upgrade => none
# Databases and data.
dropdb prod => site prod
dropdb -h db1 --if-exists prod => site prod @db1
dropdb --host=db1 prod => site prod @db1
dropdb --help => none
psql -c 'DROP DATABASE x' => site
psql -h db1 -d x -c 'drop   schema public cascade' => site x @db1
psql -c 'SELECT 1' app => guard app
psql -hdb1 -Atc 'select count(*) from s' app => guard app @db1
mysql -h db1 -e 'DROP DATABASE shop' => site @db1
mysql -psecret -N -e 'SELECT 1' shop => guard shop
mysql --host=db1 shop => guard shop @db1
mysql -hdb1 -e 'SHOW PROCESSLIST' => guard @db1
mysql -p -e 'DROP DATABASE $db' => site
mysqladmin -h db1 drop shop => site shop @db1
mysqladmin -f -u root -psecret drop shop => site shop
mysqladmin -h db1 ping => guard db1 @db1
mysqladmin status => guard
mysqladmin shutdown => none
mongosh --eval 'db.dropDatabase()' shop => site shop
mongosh --host m1 --quiet --eval 'rs.status()' => guard @m1
redis-cli -h r1 FLUSHALL => site @r1
redis-cli flushdb async => site
redis-cli -h r1 ping => guard @r1
redis-cli -h r1 info replication => guard @r1
rm -rf /var/lib/mysql => site /var/lib/mysql
rm -rf /var/lib/mysql/* => site /var/lib/mysql/*
rm -r -f -- /var/lib/postgresql/15/main => site /var/lib/postgresql/15/main
rm -fr /srv/app /tmp/x => site /srv/app
rm --recursive /data/$x => site /data/$x
rm -rf / => site /
rm -rf /* => site /*
rm -rf /$dir => none
rm -rf $dir/* => none
rm -rf /var/lib/$name => none
rm -rf /var/lib/apt/lists => none
rm -f /var/lib/mysql/x.pid => none
rm -rf /tmp/x => none
rm -rf /database => none
rm -rf $mnt/var/lib/mysql => none
find /var/lib/mysql -type f -delete => site /var/lib/mysql
find /data/logs -mtime +7 -delete => site /data/logs
find /tmp -delete => none
find /data -name x => none
pg_dropcluster --stop 15 main => site 15 main
ceph-volume lvm zap --destroy /dev/sdb => site /dev/sdb
ceph osd purge 3 --yes-i-really-mean-it => site 3
ceph osd destroy osd.3 => site osd.3
ceph osd safe-to-destroy osd.3 => guard osd.3
ceph osd ok-to-stop 3 => guard 3
etcdctl del --prefix /registry => site /registry
etcdctl --endpoints=e1 del '' --from-key => site @e1
etcdctl del key => none
etcdctl member remove 8e9e => site 8e9e
etcdctl get /state/db1 => guard /state/db1
# Clusters and clouds.
kubectl delete pvc data-0 => site data-0
kubectl -n db delete persistentvolumeclaims --all => site
kubectl delete pvc/data-0 => site pvc/data-0
kubectl delete ns shop => site shop
kubectl delete pod x => none
kubectl delete pvc data-0 --dry-run=client => none
kubectl --context prod delete pv $pv => site $pv @prod
kubectl get pods -n db -o name => guard pods
kubectl -n db get pod db-0 => guard pod db-0
terraform destroy -auto-approve => site
terraform -chdir=x destroy => site
terraform apply -destroy => site
terraform apply => none
tofu destroy => site
aws ec2 terminate-instances --instance-ids i-1 i-2 => site i-1 i-2
aws --region eu ec2 terminate-instances --instance-ids $id => site $id
aws ec2 terminate-instances --dry-run --instance-ids i-1 => none
aws ec2 delete-volume --volume-id=vol-1 => site vol-1
aws ec2 describe-instances --instance-ids i-1 => guard i-1
aws rds delete-db-instance --db-instance-identifier prod => site prod
aws s3 rb s3://b --force => site s3://b
aws s3 rb s3://b => none
aws s3 rm --recursive s3://b/x => site s3://b/x
aws s3 rm s3://b/x => none
gcloud compute instances delete vm1 --zone z => site vm1
gcloud --project p sql instances delete db => site db
az vm delete -n vm1 -g rg --yes => site vm1
az sql db delete --name d --server s => site d
az group delete --name rg => site rg
doctl compute droplet delete 123 => site 123
openstack server delete vm1 => site vm1
openstack server show vm1 => guard vm1
virsh undefine vm1 --remove-all-storage => site vm1
virsh undefine vm1 => none
virsh vol-delete disk.qcow2 --pool default => site disk.qcow2
virsh domstate vm1 => guard vm1
docker volume rm data => site data
docker volume prune -f => site
docker volume ls => guard
docker ps -q --filter name=db => guard name=db
curl -X DELETE http://api/x => site http://api/x
curl -XDELETE http://api/x => site http://api/x
# Guards.
pgrep mysqld => guard mysqld
pgrep -x mysqld => guard mysqld
pgrep -u mysql -f 'mysqld --x' => guard mysqld --x
pgrep -v x => none
/usr/bin/pgrep -c $name => guard $name
pidof mysqld => guard mysqld
systemctl is-active mysql => guard mysql
systemctl is-active --quiet mysql.service => guard mysql.service
systemctl -H db1 is-active mysql => guard mysql @db1
systemctl --quiet is-active $unit => guard $unit
systemctl status mysql => guard mysql
systemctl stop mysql => none
service mysql status => guard mysql
service mysql stop => none
lsof /data => guard /data
lsof -t -i:3306 => guard
fuser -m /data => guard /data
fuser -km /data => none
fuser -k /data => none
findmnt /data => guard /data
findmnt -S /dev/sda1 => guard /dev/sda1
findmnt -n --target /data => guard /data
mountpoint -q /data => guard /data
mountpoint -x /dev/sda => none
lsblk -no MOUNTPOINT /dev/sda => guard /dev/sda
lsblk -n -o MOUNTPOINTS $d => guard $d
lsblk -f => guard
blkid /dev/sda1 => guard /dev/sda1
blkid -o value -s TYPE $part => guard $part
grep -q /dev/sda /proc/mounts => guard /dev/sda
grep -q -e sda /proc/mounts => guard sda
grep -qv sda /proc/mounts => none
grep -q sda file => none
grep sda => none
mount => guard
mount /dev/sda /mnt => none
mount -o ro /dev/sda /mnt => none
ss -Htln => guard
who => guard
ps -C mysqld => guard mysqld
swapon --show => guard
swapon -a => none
curl -fsS http://inv/$h => guard http://inv/$h
curl -s -H 'A: b' http://inv/db1 => guard http://inv/db1
curl -X POST http://inv/db1 => none
curl -O http://x/y => none
wget -qO- http://inv/db1 => guard http://inv/db1
wget http://x/y.tgz => none
consul kv get db1/state => guard db1/state
pg_isready -h db1 -p 5432 => guard @db1
pg_lsclusters -h => guard
# Wrappers.
sudo wipefs -a /dev/sda => wrap wipefs -a /dev/sda
sudo -n -u root wipefs => wrap wipefs
sudo -nu root X=1 Y=2 wipefs -a => wrap wipefs -a
sudo -E -- wipefs => wrap wipefs
sudo -v => none
sudo --user=root wipefs => wrap wipefs
doas -u root x => wrap x
env A=1 B=2 cmd => wrap cmd
env -i -u X cmd a => wrap cmd a
env => none
env -S 'cmd a' => text cmd a
nice -n 10 cmd => wrap cmd
nice -10 cmd => wrap cmd
ionice -c3 cmd => wrap cmd
ionice -c 3 -p 12 => none
chrt -f 10 cmd => wrap cmd
taskset -c 0 cmd => wrap cmd
taskset -p 12 => none
timeout 10 cmd a => wrap cmd a
timeout -k 5 --signal=KILL 10s cmd => wrap cmd
nohup cmd => wrap cmd
setsid -w cmd => wrap cmd
stdbuf -oL cmd => wrap cmd
time -p cmd => wrap cmd
command cmd a => wrap cmd a
command -v cmd => none
exec cmd => wrap cmd
exec => none
exec -a name cmd => wrap cmd
builtin cd => wrap cd
eval cmd a => text cmd a
chroot /mnt cmd a => wrap cmd a
chroot /mnt => stdin
nsenter -t 1 -m -u -- cmd => wrap cmd
unshare -m cmd => wrap cmd
sh -c 'a b' x y => text a b
bash -ec 'a b' => text a b
bash -c -x 'a b' => text a b
bash install.sh a => script install.sh
bash -x install.sh => script install.sh
bash -s a => stdin
bash => stdin
/bin/sh -c cmd => text cmd
su -c 'a b' user => text a b
su - user -c 'a b' => text a b
su user --command='a b' => text a b
su - user => stdin
runuser -u user -- cmd a => wrap cmd a
runuser -l user -c cmd => text cmd
xargs -n 1 -P4 cmd -a => wrap cmd -a
xargs -I{} cmd {} => wrap cmd {}
xargs -0r wipefs -a => wrap wipefs -a
parallel -j 4 wipefs -a ::: a b => text wipefs -a
parallel --jobs=4 cmd {} => text cmd {}
find . -exec rm -rf {} ; => wrap rm -rf {}
find . -name x -exec a {} + => wrap a {}
find . => none
watch -n 1 cmd a => text cmd a
flock /lock cmd a => wrap cmd a
flock -n /lock -c 'a b' => text a b
flock -w 5 /lock cmd -c x => wrap cmd -c x
flock 9 => none
flock -u 9 => none
systemd-run --unit x -p a=b cmd => wrap cmd
docker exec -it db cmd a => wrap cmd a @db
docker run --rm -v /a:/b image cmd => wrap cmd
docker run --rm image => none
kubectl exec -n db pod -c c -- cmd a => wrap cmd a @pod
kubectl exec -it pod -- cmd => wrap cmd @pod
ssh host cmd a => text cmd a @host
ssh -o BatchMode=yes -p 22 root@$host cmd => text cmd @$host
ssh -tt -l root host -p 22 cmd => text cmd @host
ssh host => stdin @host
ssh -n host -- cmd => text cmd @host
ssh -N -L 1:b:2 host => none
ssh $user@$host sudo reinstall-os => text sudo reinstall-os @$host
pdsh -w h[1-9] cmd a => text cmd a @h[1-9]
dsh -g db -- cmd a => text cmd a @db
dsh --group hwclass=database lifecycle=reinstall perform_upgrade => text lifecycle=reinstall perform_upgrade @hwclass=database
clush -bw n[1-3] cmd => text cmd @n[1-3]
pssh -H h1 -i cmd => text cmd @h1
ansible db -m shell -a 'reinstall-os --yes' => text reinstall-os --yes @db
# Nothing.
echo wipefs -a /dev/sda => none
ls -l /dev/sda => none
$cmd -a /dev/sda => none
true => none
`
