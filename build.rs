//! Prepares what a browser gets: style sheets, scripts and icons.
//!
//! Our sources and the pinned npm packages (`src/web/assets`) become one folder,
//! `target/assets/<hash of the sources>`, which every profile shares; when it is there, nothing runs
//! and nothing is fetched. The packages are installed beside it, never in the source tree.
//! `REGIOVRAAG_ASSETS_DIR` names a folder that was made elsewhere (`node build.mjs`) instead, so
//! that a packager needs neither Node nor a network inside cargo.

use std::env;
use std::fs::{self, File};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

const SOURCES: &str = "src/web/assets";

/// What `build.mjs` makes; each has a twin packed by gzip and one by brotli.
const FILES: &[&str] = &[
    "actions.js",
    "appuniversum.css",
    "desk.css",
    "desk.js",
    "editor.js",
    "icons.svg",
    "idiomorph.js",
    "licences.txt",
    "live.js",
    "mark.svg",
    "portal.css",
    "portal.js",
];

const WITHOUT_NODE: &str = "\
Node.js (18 or later) with npm is needed to build the style sheets, and `{}` could not be started.
On Debian: apt-get install nodejs npm
Or set REGIOVRAAG_ASSETS_DIR to a folder that `node src/web/assets/build.mjs` made elsewhere.";

type Outcome<T> = Result<T, String>;

fn main() -> ExitCode {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={SOURCES}");
    println!("cargo::rerun-if-env-changed=REGIOVRAAG_ASSETS_DIR");
    match folder().and_then(|folder| write_embed(&folder)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            for line in message.lines() {
                println!("cargo::error={line}");
            }
            ExitCode::FAILURE
        }
    }
}

/// The folder with the finished files: the packager's, the one made before, or a new one.
fn folder() -> Outcome<PathBuf> {
    if let Some(given) = env::var_os("REGIOVRAAG_ASSETS_DIR").filter(|dir| !dir.is_empty()) {
        let given = fs::canonicalize(&given)
            .map_err(|error| format!("REGIOVRAAG_ASSETS_DIR ({}): {error}", given.display()))?;
        return match missing(&given) {
            None => Ok(given),
            Some(name) => Err(format!(
                "REGIOVRAAG_ASSETS_DIR ({}) lacks {name}",
                given.display()
            )),
        };
    }

    let sources = sources()?;
    let assets = target_dir()?.join("assets");
    let finished = assets.join(hash(&sources)?);
    println!("cargo::rerun-if-changed={}", finished.display());
    if missing(&finished).is_none() {
        return Ok(finished);
    }

    fs::create_dir_all(&assets).map_err(told(&assets))?;
    let lock_path = assets.join(".lock");
    let lock = File::create(&lock_path).map_err(told(&lock_path))?;
    lock.lock().map_err(told(&lock_path))?;
    // Another build may have made them while this one waited.
    if missing(&finished).is_none() {
        return Ok(finished);
    }

    let packages = install(&assets)?;
    let draft = finished.with_extension("draft");
    remove(&draft)?;
    let script = Path::new(SOURCES).join("build.mjs");
    run(
        Command::new("node").arg(script).arg(&packages).arg(&draft),
        "node",
    )?;
    if let Some(name) = missing(&draft) {
        return Err(format!("build.mjs did not make {name}"));
    }
    remove(&finished)?;
    fs::rename(&draft, &finished).map_err(told(&finished))?;
    Ok(finished)
}

/// Installs the pinned packages once for each lock file, and tells where they are.
fn install(assets: &Path) -> Outcome<PathBuf> {
    let pins = ["package.json", "package-lock.json"].map(|name| Path::new(SOURCES).join(name));
    let folder = assets.join(format!("npm-{}", hash(&pins)?));
    let done = folder.join("installed");
    if !done.exists() {
        fs::create_dir_all(&folder).map_err(told(&folder))?;
        for pin in &pins {
            let name = pin.file_name().unwrap_or_default();
            fs::copy(pin, folder.join(name)).map_err(told(pin))?;
        }
        run(
            Command::new("npm")
                .args([
                    "ci",
                    "--ignore-scripts",
                    "--no-audit",
                    "--no-fund",
                    "--loglevel=error",
                ])
                .current_dir(&folder),
            "npm",
        )?;
        File::create(&done).map_err(told(&done))?;
    }
    Ok(folder.join("node_modules"))
}

fn run(command: &mut Command, program: &str) -> Outcome<()> {
    let output = command.output().map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => WITHOUT_NODE.replace("{}", program),
        _ => format!("{program}: {error}"),
    })?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(format!(
        "The assets could not be built, {program} stopped ({}):\n{said}",
        output.status
    ))
}

/// Writes the declaration that embeds `folder`; `src/web/assets.rs` includes it.
fn write_embed(folder: &Path) -> Outcome<()> {
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()).join("assets.rs");
    let folder = folder
        .to_str()
        .ok_or("The target folder has a name that is not UTF-8")?;
    let code = format!("#[derive(rust_embed::RustEmbed)]\n#[folder = {folder:?}]\nstruct Files;\n");
    fs::write(&out, code).map_err(told(&out))
}

/// Every source file, always in the same order.
fn sources() -> Outcome<Vec<PathBuf>> {
    let mut folders = vec![PathBuf::from(SOURCES)];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).map_err(told(&folder))? {
            let path = entry.map_err(told(&folder))?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

fn hash(files: &[PathBuf]) -> Outcome<String> {
    let mut hasher = DefaultHasher::new();
    for path in files {
        path.hash(&mut hasher);
        fs::read(path).map_err(told(path))?.hash(&mut hasher);
    }
    Ok(format!("{:016x}", hasher.finish()))
}

/// The first file that `folder` lacks.
fn missing(folder: &Path) -> Option<String> {
    FILES
        .iter()
        .flat_map(|name| ["", ".gz", ".br"].map(|twin| format!("{name}{twin}")))
        .find(|name| !folder.join(name).is_file())
}

/// cargo's target folder: the one above `OUT_DIR` that it marked as a cache.
fn target_dir() -> Outcome<PathBuf> {
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo did not set OUT_DIR")?);
    out.ancestors()
        .find(|folder| folder.join("CACHEDIR.TAG").is_file())
        .map_or_else(|| Ok(out.clone()), |folder| Ok(folder.to_owned()))
}

fn remove(folder: &Path) -> Outcome<()> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(told(folder)(error)),
        _ => Ok(()),
    }
}

fn told(path: &Path) -> impl Fn(io::Error) -> String + '_ {
    move |error| format!("{}: {error}", path.display())
}
