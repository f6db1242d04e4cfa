//! Addresses that a user gives: one page, feed or file each.
//!
//! The only part of reading that touches the network. It asks `robots.txt` first, follows a few
//! redirects and looks at each of them anew, and does not connect to this machine or to private
//! networks unless it is allowed to: the address that a name stands for is looked at, and exactly
//! that address is connected to.

mod guard;

use std::io::Read;
use std::time::Duration;

use robotxt::{AccessResult, Robots};
use ureq::http::Response;
use ureq::{Agent, Body, Error};
use url::Url;

use crate::error::{Kind, ReadError, size};
use crate::input::Fetched;

use self::guard::{Guard, Private};

/// What a server sees in its logs.
pub const USER_AGENT: &str =
    concat!("annalist/", env!("CARGO_PKG_VERSION"), " (reads news reports)");
/// The name that `robots.txt` may speak to.
const ROBOT: &str = "annalist";
const MOST_REDIRECTS: usize = 5;
/// What of a `robots.txt` is read.
const MOST_ROBOTS: u64 = 512 << 10;

/// How to fetch.
#[derive(Clone, Debug)]
pub struct Limits {
    /// The largest answer, in bytes.
    pub max_bytes: u64,
    /// How long one answer may take in all.
    pub timeout: Duration,
    /// Whether this machine and private networks may be asked.
    pub allow_private: bool,
}

impl Default for Limits {
    /// 64 MiB, 30 seconds, and nothing private.
    fn default() -> Self {
        Self { max_bytes: 64 << 20, timeout: Duration::from_secs(30), allow_private: false }
    }
}

/// Fetches what an address stands for.
///
/// # Errors
/// When the address is none, may not be fetched, or gives nothing within the limits.
pub fn fetch(address: &str, limits: &Limits) -> Result<Fetched, ReadError> {
    let wrong = |what: String| ReadError::new(Kind::Io, address, what);
    let mut url = Url::parse(address).map_err(|bad| wrong(format!("no address: {bad}")))?;
    let agent = agent(limits);
    let mut asked: Option<(String, Robots)> = None;
    for _ in 0..=MOST_REDIRECTS {
        if !matches!(url.scheme(), "http" | "https") || url.host().is_none() {
            let what = format!("leads to {url}, which is no http(s) address; it was not fetched");
            return Err(ReadError::new(Kind::Refused, address, what));
        }
        let site = url.origin().ascii_serialization();
        if asked.as_ref().is_none_or(|(known, _)| *known != site) {
            asked = Some((site, robots(&agent, &url, address, limits)?));
        }
        if asked.as_ref().is_some_and(|(_, robots)| !robots.is_url_allowed(&url)) {
            let what =
                format!("the site's robots.txt does not want {url} to be fetched by programs");
            return Err(ReadError::new(Kind::Refused, address, what));
        }
        let mut answer =
            ask(&agent, &url).map_err(|error| failed(&error, address, &url, limits))?;
        let status = answer.status();
        if status.is_redirection() {
            let to = answer.headers().get("location").and_then(|to| to.to_str().ok());
            let to = to.ok_or_else(|| wrong(format!("{url} redirects to nowhere")))?;
            url = url.join(to).map_err(|bad| wrong(format!("redirects to no address: {bad}")))?;
            continue;
        }
        if !status.is_success() {
            return Err(wrong(format!("{url} answers {status}; check the address")));
        }
        let content_type = answer.headers().get("content-type").and_then(|kind| kind.to_str().ok());
        let content_type = content_type.map(str::to_owned);
        let bytes = body(&mut answer, limits.max_bytes)
            .map_err(|error| failed(&error, address, &url, limits))?;
        if bytes.len() as u64 > limits.max_bytes {
            let limit = size(limits.max_bytes);
            let what = format!("more than {limit}, the limit for one document; it was not read");
            return Err(ReadError::new(Kind::TooLarge, address, what));
        }
        return Ok(Fetched { uri: url.into(), content_type, bytes });
    }
    Err(wrong(format!("redirects more than {MOST_REDIRECTS} times; it was not followed further")))
}

fn agent(limits: &Limits) -> Agent {
    let config = Agent::config_builder()
        .user_agent(USER_AGENT)
        .timeout_global(Some(limits.timeout))
        .max_redirects(0)
        .max_redirects_will_error(false)
        .http_status_as_error(false)
        // A proxy would look the name up by itself, and could not be watched.
        .proxy(None)
        .build();
    let guard = Guard::new(limits.allow_private);
    Agent::with_parts(config, ureq::unversioned::transport::DefaultConnector::default(), guard)
}

fn ask(agent: &Agent, url: &Url) -> Result<Response<Body>, Error> {
    agent.get(url.as_str()).call()
}

/// The body, and one byte more where it is longer than allowed.
fn body(answer: &mut Response<Body>, most: u64) -> Result<Vec<u8>, Error> {
    let mut bytes = Vec::new();
    // The library's own limit is an error; ours tells the user what to do.
    let reader = answer.body_mut().with_config().limit(u64::MAX).reader();
    reader.take(most + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// What the site wants of programs. A site without wishes allows everything; one that cannot say so
/// allows nothing (RFC 9309).
fn robots(agent: &Agent, url: &Url, address: &str, limits: &Limits) -> Result<Robots, ReadError> {
    let mut at = robotxt::robots_url(url)
        .map_err(|bad| ReadError::new(Kind::Io, address, format!("no address: {bad}")))?;
    for _ in 0..=MOST_REDIRECTS {
        let mut answer = ask(agent, &at).map_err(|error| failed(&error, address, &at, limits))?;
        let status = answer.status();
        let to = answer.headers().get("location").and_then(|to| to.to_str().ok());
        if let Some(to) = to.filter(|_| status.is_redirection()) {
            match at.join(to) {
                Ok(next) if matches!(next.scheme(), "http" | "https") => at = next,
                _ => break,
            }
            continue;
        }
        let access = if status.is_success() {
            let wishes = body(&mut answer, MOST_ROBOTS)
                .map_err(|error| failed(&error, address, &at, limits))?;
            return Ok(Robots::parse(&wishes, ROBOT));
        } else if status.is_client_error() {
            AccessResult::Unavailable
        } else {
            AccessResult::Unreachable
        };
        return Ok(Robots::from_access(access, ROBOT));
    }
    Ok(Robots::from_access(AccessResult::TooManyRedirects, ROBOT))
}

/// What went wrong, in words that help.
fn failed(error: &Error, address: &str, url: &Url, limits: &Limits) -> ReadError {
    let host = url.host_str().unwrap_or("?");
    match error {
        Error::Other(inner) if inner.is::<Private>() => {
            let what = format!(
                "{host} is on this machine or a private network; it was not asked. --allow-private \
                 allows it"
            );
            ReadError::new(Kind::Refused, address, what)
        }
        Error::HostNotFound => ReadError::new(
            Kind::Missing,
            address,
            format!("there is no host {host}; check the address"),
        ),
        Error::Timeout(_) => {
            let seconds = limits.timeout.as_secs();
            ReadError::new(
                Kind::Io,
                address,
                format!("{host} did not answer within {seconds} seconds"),
            )
        }
        other => ReadError::new(Kind::Io, address, format!("{host} could not be read: {other}")),
    }
}
