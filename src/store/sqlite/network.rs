//! File systems over the network, on which SQLite's WAL and our lock are not safe.

use std::path::Path;

/// What is known to be reached over a network.
const NETWORK: [&str; 12] = [
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "9p",
    "ceph",
    "glusterfs",
    "fuse.glusterfs",
    "fuse.sshfs",
    "fuse.s3fs",
    "afs",
];

/// The name of the network file system that `path` lies on; none where it is a local one, or where
/// the system does not tell (it does on Linux).
#[must_use]
pub fn network_file_system(path: &Path) -> Option<&'static str> {
    let mounts = std::fs::read_to_string("/proc/mounts").ok()?;
    let existing = path.ancestors().find_map(|folder| folder.canonicalize().ok())?;
    network_mount(&mounts, &existing)
}

/// The same, over the text of `/proc/mounts`; the last mount of the longest path counts.
fn network_mount(mounts: &str, path: &Path) -> Option<&'static str> {
    let parts = mounts.lines().filter_map(|line| {
        let mut words = line.split(' ').skip(1);
        Some((words.next()?.replace("\\040", " "), words.next()?))
    });
    let around = parts.filter(|(folder, _)| path.starts_with(folder));
    let (_, kind) = around.max_by_key(|(folder, _)| folder.len())?;
    NETWORK.into_iter().find(|known| *known == kind)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::network_mount;

    #[test]
    fn the_longest_mount_decides() {
        let mounts = "/dev/sda / ext4 rw 0 0\nhost:/x /srv/the\\040share nfs4 rw 0 0\n\
                      /dev/sdb /srv/the\\040share/local xfs rw 0 0\n";
        let kind = |path: &str| network_mount(mounts, Path::new(path));
        assert_eq!(kind("/srv/the share/bot"), Some("nfs4"));
        assert_eq!(kind("/srv/the share/local/bot"), None);
        assert_eq!(kind("/srv/the shared"), None);
    }
}
