//! What processes use, as Linux tells it in `/proc`; `None` elsewhere.

use std::fs;

/// CPU time so far in the kernel's ticks, in user space and in the kernel, of all threads of a
/// process and of its children.
pub(crate) fn cpu_ticks(process: u32) -> Option<u64> {
    tree(process).into_iter().map(ticks).sum()
}

/// CPU time so far of this process without the servers, which are its children.
pub(crate) fn own_cpu_ticks() -> Option<u64> {
    ticks(std::process::id())
}

/// Resident memory of a process and of its children.
pub(crate) fn memory_kb(process: u32) -> Option<u64> {
    tree(process).into_iter().map(resident).sum()
}

/// CPU time so far of the processes by which PostgreSQL serves a database, if they run here.
pub(crate) fn database_ticks(database: &str) -> Option<u64> {
    // Such a process calls itself `postgres: user database host(port) state`.
    let serves = |process: &u32| {
        let title = read(*process, "cmdline").unwrap_or_default();
        title.starts_with("postgres: ") && title.split(' ').nth(2) == Some(database)
    };
    let processes: Vec<_> = all().filter(serves).collect();
    if processes.is_empty() { None } else { processes.into_iter().map(ticks).sum() }
}

/// A process, its children and theirs.
fn tree(process: u32) -> Vec<u32> {
    let parents: Vec<_> = all().filter_map(|process| Some((process, parent(process)?))).collect();
    let mut tree = vec![process];
    let mut next = 0;
    while let Some(&parent) = tree.get(next) {
        tree.extend(parents.iter().filter(|(_, of)| *of == parent).map(|(process, _)| process));
        next += 1;
    }
    tree
}

fn all() -> impl Iterator<Item = u32> {
    let entries = fs::read_dir("/proc").into_iter().flatten().flatten();
    entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok())
}

fn parent(process: u32) -> Option<u32> {
    stat(process)?.get(1)?.parse().ok()
}

fn ticks(process: u32) -> Option<u64> {
    let stat = stat(process)?;
    Some(stat.get(11)?.parse::<u64>().ok()? + stat.get(12)?.parse::<u64>().ok()?)
}

fn resident(process: u32) -> Option<u64> {
    let status = read(process, "status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().strip_suffix(" kB")?.parse().ok()
}

/// The fields from the third on: the second is a name in parentheses, which may hold blanks.
fn stat(process: u32) -> Option<Vec<String>> {
    let stat = read(process, "stat")?;
    let (_, fields) = stat.rsplit_once(") ")?;
    Some(fields.split(' ').map(str::to_owned).collect())
}

fn read(process: u32, file: &str) -> Option<String> {
    let bytes = fs::read(format!("/proc/{process}/{file}")).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}
