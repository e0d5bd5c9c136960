//! A real Postfix (Debian's), started by the test on a port of its own, with its queue, its settings
//! and its log in a folder of its own. Without it the tests that use it fail; none is skipped.

use std::fs;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use regiovraag::config::{Settings, SmtpSettings};

/// How long a test waits for Postfix to do something.
const PATIENCE: Duration = Duration::from_mins(1);

const SERVICES: &str = "\
postlog unix-dgram n - n - 1 postlogd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
tlsmgr unix - - n 1000? 1 tlsmgr
smtp unix - - n - - smtp
lmtp unix - - n - - lmtp
error unix - - n - - error
retry unix - - n - - error
showq unix n - n - - showq
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
";

/// A running Postfix.
pub struct Postfix {
    dir: tempfile::TempDir,
    pub port: u16,
    process: Child,
}

impl Postfix {
    /// Starts one with `settings` in its main.cf beside what every test needs. `{dir}` in them is the
    /// folder of its own settings.
    pub fn start(settings: &str) -> Self {
        let who = Command::new("id").arg("-u").output().unwrap();
        assert_eq!(
            who.stdout, b"0\n",
            "only root can start Postfix: run this as root, for example by sudo scripts/with-services"
        );
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path();
        // Its processes run as another user, who must reach the folder.
        fs::set_permissions(root, fs::Permissions::from_mode(0o755)).unwrap();
        for name in ["conf", "queue", "data"] {
            fs::create_dir(root.join(name)).unwrap();
        }
        run("chown", &["postfix", &root.join("data").to_string_lossy()]);
        let at = root.display();
        let settings = settings.replace("{dir}", &root.join("conf").to_string_lossy());
        let main = format!(
            "compatibility_level = 3.6\nqueue_directory = {at}/queue\ndata_directory = {at}/data\n\
             command_directory = /usr/sbin\ndaemon_directory = /usr/lib/postfix/sbin\n\
             meta_directory = /etc/postfix\nshlib_directory = /usr/lib/postfix\n\
             mail_owner = postfix\nsetgid_group = postdrop\nmyhostname = mx.test\n\
             mydestination =\nalias_maps =\nalias_database =\n\
             inet_interfaces = 127.0.0.1\ninet_protocols = ipv4\nmynetworks = 127.0.0.0/8\n\
             smtp_host_lookup = native\nsmtp_dns_support_level = disabled\n\
             maillog_file = {at}/log\nmaillog_file_prefixes = {at}\n{settings}\n"
        );
        fs::write(root.join("conf/main.cf"), main).unwrap();
        let port = free_port();
        let services = format!("127.0.0.1:{port} inet n - n - - smtpd\n{SERVICES}");
        fs::write(root.join("conf/master.cf"), services).unwrap();
        let process = Command::new("/usr/sbin/postfix")
            .args(["-c", &root.join("conf").to_string_lossy(), "start-fg"])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|why| {
                panic!("Postfix does not start (apt-get install postfix): {why}")
            });
        let postfix = Self { dir, port, process };
        let address = SocketAddr::from(([127, 0, 0, 1], port));
        postfix.wait("it answers", || TcpStream::connect(address).is_ok());
        // Who counts connections from here on must not find this one among them.
        postfix.wait("it has noted that", || {
            postfix.logged(": connect from ") > 0
        });
        postfix
    }

    /// Settings with which we send through it.
    pub fn settings(&self) -> SmtpSettings {
        let mut settings = Settings::defaults().unwrap().mail.smtp;
        settings.host = "localhost".into();
        settings.port = self.port;
        settings.timeout_seconds = 20;
        settings
    }

    /// What it has logged.
    pub fn log(&self) -> String {
        fs::read_to_string(self.dir.path().join("log")).unwrap_or_default()
    }

    /// How often `words` stand in its log.
    pub fn logged(&self, words: &str) -> usize {
        self.log().matches(words).count()
    }

    /// Gives it a table, or another content of one.
    pub fn table(&self, name: &str, content: &str) {
        fs::write(self.dir.path().join("conf").join(name), content).unwrap();
        self.command("reload");
    }

    /// Makes it try again all that it could not deliver.
    pub fn flush(&self) {
        self.command("flush");
    }

    /// Whether it has nothing left to deliver.
    pub fn is_empty(&self) -> bool {
        let queues = ["incoming", "active", "deferred", "maildrop"];
        queues
            .iter()
            .all(|queue| is_empty(&self.dir.path().join("queue").join(queue)))
    }

    /// Waits until `done`, or fails with its log.
    pub fn wait(&self, what: &str, mut done: impl FnMut() -> bool) {
        let until = Instant::now() + PATIENCE;
        while !done() {
            assert!(
                Instant::now() < until,
                "not in time: {what}\n{}",
                self.log()
            );
            sleep(Duration::from_millis(20));
        }
    }

    fn command(&self, command: &str) {
        let conf = self.dir.path().join("conf");
        run(
            "/usr/sbin/postfix",
            &["-c", &conf.to_string_lossy(), command],
        );
    }
}

impl Drop for Postfix {
    fn drop(&mut self) {
        let conf = self.dir.path().join("conf");
        let _ = Command::new("/usr/sbin/postfix")
            .args(["-c", &conf.to_string_lossy(), "abort"])
            .stderr(Stdio::null())
            .status();
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A port that was free a moment ago, for a program that cannot be given port 0.
pub fn free_port() -> u16 {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    taken.local_addr().unwrap().port()
}

/// Its queues spread their files over folders.
fn is_empty(queue: &Path) -> bool {
    let Ok(entries) = fs::read_dir(queue) else {
        return true;
    };
    entries.flatten().all(|entry| {
        let path = entry.path();
        path.is_dir() && is_empty(&path)
    })
}

fn run(program: &str, arguments: &[&str]) {
    let done = Command::new(program).args(arguments).output().unwrap();
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{program} {arguments:?}: {said}");
}
