//! Who may ask, and what every answer says about itself.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::answer::Form;
use crate::desk::{Desk, same_secret};
use crate::trouble::Trouble;

/// A longer address is no question.
const LONGEST_ADDRESS: usize = 8 * 1024;

/// No answer takes longer.
const LONGEST_WAIT: Duration = Duration::from_secs(30);

/// The cookie that holds the token of access.
const COOKIE: &str = "annalist_desk";

/// Only what the desk itself sends is run, shown and fetched.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; \
    connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Lets a request in, or says why not; every answer gets its headers.
pub(crate) async fn guard(State(desk): State<Arc<Desk>>, request: Request, next: Next) -> Response {
    let form = Form::of(request.uri().path()).1;
    let mut response = match enter(&desk, &request) {
        Ok(Entry::Open) => match tokio::time::timeout(LONGEST_WAIT, next.run(request)).await {
            Ok(response) => response,
            Err(_) => Trouble::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "This takes too long",
                "The desk gave up after 30 seconds. Narrow the question, or try again later.",
            )
            .response(&desk, form),
        },
        Ok(Entry::Shown(response)) => response,
        Err(trouble) => trouble.response(&desk, form),
    };
    let headers = response.headers_mut();
    let mut say = |name, value| {
        headers.insert(name, HeaderValue::from_static(value));
    };
    say(header::CONTENT_SECURITY_POLICY, POLICY);
    say(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    say(header::REFERRER_POLICY, "same-origin");
    say(header::X_FRAME_OPTIONS, "DENY");
    say(header::HeaderName::from_static("cross-origin-opener-policy"), "same-origin");
    say(header::HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}

enum Entry {
    /// Come in.
    Open,
    /// The answer is this.
    Shown(Response),
}

fn enter(desk: &Desk, request: &Request) -> Result<Entry, Trouble> {
    let length = request.uri().path_and_query().map_or(0, |p| p.as_str().len());
    if length > LONGEST_ADDRESS {
        let detail = format!("An address has at most {LONGEST_ADDRESS} characters.");
        return Err(Trouble::new(StatusCode::URI_TOO_LONG, "The address is too long", detail));
    }
    check_host(desk, request.headers())?;
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        from_here(request.headers())?;
    }
    match &desk.settings.token {
        None => Ok(Entry::Open),
        Some(token) => with_token(token, request),
    }
}

/// Refuses names that the desk does not have: a stranger's page may have its name lead here.
fn check_host(desk: &Desk, headers: &HeaderMap) -> Result<(), Trouble> {
    let host = headers.get(header::HOST).and_then(|host| host.to_str().ok()).unwrap_or_default();
    let name = name_of(host);
    let own = |known: &str| known.eq_ignore_ascii_case(name);
    let address = name.trim_matches(['[', ']']).parse::<IpAddr>();
    // An address as such was not led here by a name. On this machine alone it is this machine's.
    let fits = address.is_ok_and(|a| a.is_loopback() || desk.settings.token.is_some());
    if fits || own("localhost") || desk.settings.hosts.iter().any(|host| own(host)) {
        return Ok(());
    }
    Err(Trouble::new(
        StatusCode::MISDIRECTED_REQUEST,
        "The desk does not go by this name",
        "Open it as http://127.0.0.1 or http://localhost with its port, or start it with --host NAME.",
    ))
}

/// A host's name without its port.
fn name_of(host: &str) -> &str {
    if host.starts_with('[') {
        return host.find(']').map_or(host, |end| &host[..=end]);
    }
    host.rsplit_once(':').map_or(host, |(name, _)| name)
}

/// Refuses changes that another site's page sends.
fn from_here(headers: &HeaderMap) -> Result<(), Trouble> {
    let text = |name| headers.get(name).and_then(|v: &HeaderValue| v.to_str().ok());
    let site = text(header::HeaderName::from_static("sec-fetch-site"));
    let host = text(header::HOST).unwrap_or_default();
    let origin = text(header::ORIGIN);
    let same = |origin: &str| origin.split_once("://").is_some_and(|(_, h)| h == host);
    // Browsers say where a request comes from; older ones tell at least its origin.
    let here = match (site, origin) {
        (Some(site), _) => matches!(site, "same-origin" | "none"),
        (None, Some(origin)) => same(origin),
        (None, None) => true,
    };
    if !here {
        return Err(Trouble::refused("Changes are made from the desk's own pages only."));
    }
    Ok(())
}

/// Lets in whoever shows the token: in the address once, then as a cookie; programs as a bearer.
fn with_token(token: &str, request: &Request) -> Result<Entry, Trouble> {
    let headers = request.headers();
    let text = |name| headers.get(name).and_then(|v: &HeaderValue| v.to_str().ok());
    let bearer = text(header::AUTHORIZATION).and_then(|v| v.strip_prefix("Bearer "));
    let cookie = text(header::COOKIE).into_iter().flat_map(|all| all.split(';'));
    let mut cookie = cookie.filter_map(|pair| pair.trim().split_once('='));
    let cookie = cookie.find(|(name, _)| *name == COOKIE).map(|(_, value)| value);
    if bearer.or(cookie).is_some_and(|shown| same_secret(token, shown)) {
        return Ok(Entry::Open);
    }
    let query = request.uri().query().unwrap_or_default();
    let shown = url::form_urlencoded::parse(query.as_bytes()).find(|(key, _)| key == "token");
    if shown.is_some_and(|(_, shown)| same_secret(token, &shown)) {
        return Ok(Entry::Shown(welcome(token, request.uri())));
    }
    Err(Trouble::new(
        StatusCode::UNAUTHORIZED,
        "The desk asks for its token",
        "Open the whole address that `annalist serve` printed: it ends with ?token=… . Programs send \
         the header Authorization: Bearer TOKEN.",
    ))
}

/// Keeps the token in a cookie and goes on without it in the address.
fn welcome(token: &str, uri: &Uri) -> Response {
    let query = uri.query().unwrap_or_default();
    let rest = url::form_urlencoded::parse(query.as_bytes()).filter(|(key, _)| key != "token");
    let rest = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(rest).finish();
    // Another leading slash would make a host of what is a path.
    let path = format!("/{}", uri.path().trim_start_matches('/'));
    let to = if rest.is_empty() { path } else { format!("{path}?{rest}") };
    let cookie = format!("{COOKIE}={token}; Path=/; HttpOnly; SameSite=Strict");
    let pair = (HeaderValue::from_str(&to), HeaderValue::from_str(&cookie));
    let (Ok(to), Ok(cookie)) = pair else { return StatusCode::BAD_REQUEST.into_response() };
    (StatusCode::SEE_OTHER, [(header::LOCATION, to), (header::SET_COOKIE, cookie)]).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_without_their_ports() {
        assert_eq!(name_of("localhost:8300"), "localhost");
        assert_eq!(name_of("[::1]:8300"), "[::1]");
        assert_eq!(name_of("127.0.0.1"), "127.0.0.1");
        assert_eq!(name_of(""), "");
    }
}
