//! The papers of a server that protects its connections: an authority, and a certificate that it gave
//! to `localhost`. Each test that asks for them has its own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where they are.
pub struct Papers {
    /// The folder, when it is nobody else's: gone when they are.
    _own: Option<tempfile::TempDir>,
    pub authority: PathBuf,
    pub certificate: PathBuf,
    pub key: PathBuf,
}

impl Papers {
    /// In a folder that is gone with them.
    pub fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let written = Self::write(dir.path());
        Self {
            _own: Some(dir),
            ..written
        }
    }

    /// In a folder of the server's.
    pub fn write(dir: &Path) -> Self {
        let run = |arguments: &str| {
            let made = Command::new("openssl")
                .current_dir(dir)
                .args(arguments.split(' '))
                .output()
                .unwrap_or_else(|why| panic!("openssl does not start: {why}"));
            let said = String::from_utf8_lossy(&made.stderr);
            assert!(made.status.success(), "{said}");
        };
        run(
            "req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 2 -subj /CN=test-ca \
             -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign",
        );
        run("req -newkey rsa:2048 -nodes -keyout server.key -out server.csr -subj /CN=localhost");
        fs::write(
            dir.join("server.ext"),
            "subjectAltName=DNS:localhost\nbasicConstraints=CA:FALSE\nextendedKeyUsage=serverAuth\n",
        )
        .unwrap();
        run(
            "x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile \
             server.ext -out server.pem",
        );
        Self {
            _own: None,
            authority: dir.join("ca.pem"),
            certificate: dir.join("server.pem"),
            key: dir.join("server.key"),
        }
    }
}
