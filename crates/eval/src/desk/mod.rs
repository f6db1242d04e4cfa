//! `desk`: how fast the desk answers on a large store, also while it is written to and many read.

mod make;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use annalist_serve::Settings;
use serde_json::{Map, Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use self::make::{Chance, Filling, Maker, patterns, store};

#[derive(clap::Args)]
pub(crate) struct Args {
    /// So many records.
    #[arg(long, default_value_t = 100_000)]
    records: usize,
    /// So many readers at once.
    #[arg(long, default_value_t = 200)]
    readers: usize,
    /// So many pages each of them opens.
    #[arg(long, default_value_t = 10)]
    pages: usize,
    /// Keeps the store here, and takes it when it is there already [default: made anew, then removed].
    #[arg(long)]
    store: Option<PathBuf>,
    /// Stores the figures in scores/desk.json.
    #[arg(long)]
    write: bool,
}

/// The pages that are opened; the first is the one a reader comes to.
const PAGES: &[(&str, &str)] = &[
    ("start", "/"),
    ("search", "/search"),
    ("search_words", "/search?q=explosion"),
    ("search_filtered", "/search?type=PROTEST&since=2030-01-01&until=2030-03-01"),
    ("statements", "/search?what=statements"),
    ("contradictions", "/search?what=contradictions"),
    ("timeline", "/timeline"),
    ("timeline_words", "/timeline?q=explosion"),
    ("map", "/map"),
    ("map_data", "/map.json"),
    ("stories", "/stories"),
    ("story", "/stories/77"),
    ("happening", "/happenings/77"),
    ("actors", "/actors"),
    ("actor", "/actors/7"),
    ("quotes", "/quotes"),
];

/// Each page so often.
const TIMES: usize = 15;

/// So many addresses each page has for the crowd: readers ask for some of the same.
const VARIED: usize = 5;

/// The first page must come within this time at the median, in milliseconds.
const FIRST: f64 = 100.0;

/// Measures, prints, and stores the figures when asked to.
pub(crate) fn run(args: &Args, model: Option<&Path>) -> Result<bool, String> {
    let folder = std::env::temp_dir().join(format!("annalist-desk-{}", std::process::id()));
    std::fs::create_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    let path = args.store.clone().unwrap_or_else(|| folder.join("desk.db"));
    let pipeline = crate::model::pipeline(model)?;
    let mut maker = Maker::new(patterns(&pipeline)?, 0x5eed);
    store(&path, args.records, &mut maker)?;
    let done = measure(args, &path, maker);
    // What cannot be removed is in the system's own folder for such things.
    let _ = std::fs::remove_dir_all(&folder);
    done
}

fn measure(args: &Args, path: &Path, maker: Maker) -> Result<bool, String> {
    let threads = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let threads = threads.map_err(|e| e.to_string())?;
    let settings = Settings { store: path.to_owned(), ..Settings::default() };
    let listen = SocketAddr::from(([127, 0, 0, 1], 0));
    let running =
        threads.block_on(annalist_serve::bind(settings, listen)).map_err(|e| e.to_string())?;
    let (address, link) = (running.address(), running.link());
    threads.spawn(annalist_serve::serve(running, std::future::pending()));

    let mut pages = Map::new();
    let mut first = 0.0;
    for (name, page) in PAGES {
        let mut times = Vec::with_capacity(TIMES);
        for n in 0..TIMES {
            // Each time another address: an answer that is given again would be no measurement.
            let page = varied(page, n);
            let began = Instant::now();
            let (status, size) = threads.block_on(get(address, &page))?;
            times.push(began.elapsed().as_secs_f64() * 1000.0);
            if status != 200 {
                return Err(format!("{page}: {status} ({size} bytes)"));
            }
        }
        // The very first answer works out what later ones keep; it is told beside the median.
        let cold = times[0];
        times.sort_by(f64::total_cmp);
        let (median, worst) = (times[TIMES / 2], times[TIMES - 1]);
        if *name == "start" {
            first = median;
        }
        println!("{name:16} {median:7.1} ms median, {worst:7.1} worst, {cold:7.1} the first time");
        pages.insert(
            (*name).to_owned(),
            json!({"median_ms": tenth(median), "worst_ms": tenth(worst), "first_ms": tenth(cold)}),
        );
    }
    let interactive = in_browser(&link);
    let crowd = crowd(args, path, address, &threads, maker)?;
    let failed = crowd["errors"].as_u64().unwrap_or(1);
    println!("{} readers while records are added: {crowd}", args.readers);
    let fast = first < FIRST;
    println!("first page {} {FIRST} ms, {failed} errors", if fast { "under" } else { "NOT under" });
    if args.write {
        let figures = json!({
            "records": args.records, "pages": pages, "interactive": interactive, "crowd": crowd,
        });
        crate::scores::store("desk", &format!("synthetic-{}", args.records), None, figures)?;
    }
    Ok(fast && failed == 0)
}

/// Many readers at once while records are added to the same file.
fn crowd(
    args: &Args,
    path: &Path,
    address: SocketAddr,
    threads: &tokio::runtime::Runtime,
    mut maker: Maker,
) -> Result<Value, String> {
    let over = Arc::new(AtomicBool::new(false));
    let ended = Arc::clone(&over);
    let to = path.to_owned();
    let writing = std::thread::spawn(move || -> Result<usize, String> {
        let mut filling = Filling::open(&to)?;
        let mut added = 0;
        while !ended.load(Ordering::Relaxed) {
            // Batches as `annalist add` makes them, with a breath between them as it takes for coding.
            maker.add(&mut filling, 128)?;
            added += 128;
            std::thread::sleep(Duration::from_millis(50));
        }
        Ok(added)
    });
    let errors = Arc::new(AtomicUsize::new(0));
    let began = Instant::now();
    let times: Vec<f64> = threads.block_on(async {
        let readers = (0..args.readers).map(|n| {
            let errors = Arc::clone(&errors);
            let many = args.pages;
            tokio::spawn(async move {
                let mut chance = Chance(n as u64 * 7919 + 1);
                let mut times = Vec::with_capacity(many);
                for _ in 0..many {
                    let (_, page) = PAGES[chance.below(PAGES.len())];
                    let page = varied(page, chance.below(VARIED));
                    let began = Instant::now();
                    match get(address, &page).await {
                        Ok((200, _)) => times.push(began.elapsed().as_secs_f64() * 1000.0),
                        Ok((status, _)) => {
                            eprintln!("{page}: {status}");
                            errors.fetch_add(1, Ordering::Relaxed);
                        }
                        Err(e) => {
                            eprintln!("{page}: {e}");
                            errors.fetch_add(1, Ordering::Relaxed);
                        }
                    }
                }
                times
            })
        });
        let mut times = Vec::new();
        for reader in readers.collect::<Vec<_>>() {
            times.extend(reader.await.unwrap_or_default());
        }
        times
    });
    let took = began.elapsed().as_secs_f64();
    over.store(true, Ordering::Relaxed);
    let added = writing.join().map_err(|_| "the writer stopped")??;
    let mut times = times;
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times.get((times.len() as f64 * share) as usize).copied().unwrap_or(0.0);
    Ok(json!({
        "readers": args.readers, "pages": args.readers * args.pages,
        "errors": errors.load(Ordering::Relaxed), "records_added": added,
        "pages_a_second": tenth(times.len() as f64 / took),
        "median_ms": tenth(at(0.5)), "p95_ms": tenth(at(0.95)),
    }))
}

/// The page under another address: the desk leaves out a parameter that it does not know.
fn varied(page: &str, n: usize) -> String {
    let sign = if page.contains('?') { '&' } else { '?' };
    format!("{page}{sign}reader={n}")
}

/// A page's status and size.
async fn get(address: SocketAddr, page: &str) -> Result<(u16, usize), String> {
    let asked = async {
        let mut stream = TcpStream::connect(address).await?;
        let request =
            format!("GET {page} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).await?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await?;
        std::io::Result::Ok(answer)
    };
    let answer = asked.await.map_err(|e| e.to_string())?;
    let status =
        answer.get(9..12).and_then(|s| std::str::from_utf8(s).ok()).and_then(|s| s.parse().ok());
    Ok((status.unwrap_or(0), answer.len()))
}

/// Milliseconds until pages can be used in Chromium, where the browser tests have been set up.
fn in_browser(link: &str) -> Value {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../serve/browser");
    let output = Command::new("node").arg("speed.mjs").arg(link).current_dir(folder).output();
    match output {
        Ok(output) if output.status.success() => {
            let said = String::from_utf8_lossy(&output.stdout);
            println!("interactive in Chromium: {}", said.trim());
            serde_json::from_str(&said).unwrap_or(Value::Null)
        }
        Ok(output) => {
            let said = String::from_utf8_lossy(&output.stderr);
            println!(
                "NOT MEASURED: pages in Chromium: {}",
                said.lines().next().unwrap_or("node failed")
            );
            Value::Null
        }
        Err(e) => {
            println!("NOT MEASURED: pages in Chromium: {e}");
            Value::Null
        }
    }
}

fn tenth(x: f64) -> f64 {
    (x * 10.0).round() / 10.0
}
