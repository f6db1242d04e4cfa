//! Which page stands at which address. The description of the API is made of the same list.

use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, Path, RawForm, State};
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::middleware::from_fn_with_state;
use axum::response::Response;
use axum::routing::{get, post};

use crate::answer::{Answer, Ask, Form};
use crate::desk::{Desk, Given, LARGEST_ANSWER, stays};
use crate::filter::{self, Filter};
use crate::trouble::Trouble;
use crate::{assets, guard, page};

/// The largest form that is read.
const LARGEST_FORM: usize = 64 * 1024;

/// A page.
pub(crate) struct Route {
    /// Its path; `{id}` stands for a name of one thing.
    pub(crate) path: &'static str,
    /// Its path in data, where that is another.
    pub(crate) data: Option<&'static str>,
    /// What it answers.
    pub(crate) summary: &'static str,
    /// Whether it is a list, which comes as CSV too.
    pub(crate) list: bool,
    /// The fields of its JSON.
    pub(crate) fields: &'static [&'static str],
    /// Its parameters and what they mean.
    pub(crate) parameters: &'static [&'static [(&'static str, &'static str)]],
    pub(crate) answer: fn(&Ask<'_>) -> Result<Answer, Trouble>,
}

const PAGED: &[(&str, &str)] = &[("page", "Which page of the list, from 1")];
const WHAT: &[(&str, &str)] =
    &[("what", "What is listed: events, statements, claims, contradictions or reports")];
const AS_OF: &[(&str, &str)] = &[("as_of", "Only what was said up to this day, ISO 8601")];
const NAMED: &[(&str, &str)] = &[("q", "A name, or the words it begins with")];

macro_rules! route {
    ($path:literal, $summary:literal, $list:literal, $fields:expr, $parameters:expr, $answer:path) => {
        Route {
            path: $path,
            data: None,
            summary: $summary,
            list: $list,
            fields: &$fields,
            parameters: $parameters,
            answer: $answer,
        }
    };
}

/// All pages.
pub(crate) const ROUTES: &[Route] = &[
    Route {
        path: "/",
        data: Some("/index"),
        summary: "What the store holds, where accounts differ, the latest stories",
        list: false,
        fields: &["counts", "differing", "stories", "days"],
        parameters: &[],
        answer: page::overview::answer,
    },
    route!(
        "/search",
        "Events, statements, claims, contradictions or reports that pass the filters",
        true,
        ["what", "count", "types", "page", "more", "rows"],
        &[WHAT, filter::PARAMETERS, PAGED],
        page::search::answer
    ),
    route!(
        "/timeline",
        "How many events of each type by day, week or month",
        true,
        ["events", "step", "bins"],
        &[filter::PARAMETERS],
        page::timeline::answer
    ),
    route!(
        "/map",
        "Places where events happened, with how exactly each is known",
        true,
        ["events", "places", "source"],
        &[filter::PARAMETERS],
        page::map::answer
    ),
    route!(
        "/stories",
        "Stories, the latest first",
        true,
        ["page", "more", "rows"],
        &[NAMED, PAGED],
        page::stories::answer
    ),
    route!(
        "/stories/{id}",
        "One story over time",
        false,
        ["story", "reports", "happenings"],
        &[],
        page::story::answer
    ),
    route!(
        "/happenings/{id}",
        "One occurrence: who says what of it, since when, against whom",
        true,
        ["happening", "accounts", "events"],
        &[AS_OF],
        page::happening::answer
    ),
    route!(
        "/actors",
        "Actors by name",
        true,
        ["page", "more", "rows"],
        &[NAMED, PAGED],
        page::actors::answer
    ),
    route!(
        "/alike",
        "Pairs of actors that may be one, and why; at most 1,000",
        true,
        ["more", "rows"],
        &[PAGED],
        page::alike::answer
    ),
    route!(
        "/actors/{id}",
        "One actor: what it did, what was done to it, what it said, with whom",
        false,
        ["actor", "names", "with", "did", "done_to", "said"],
        &[],
        page::actor::answer
    ),
    route!(
        "/quotes",
        "Speakers by how much they said, or one speaker's statements",
        true,
        ["speakers", "actor", "statements", "page"],
        &[&[("actor", "The number of the speaker's actor")], NAMED, PAGED],
        page::quotes::answer
    ),
    route!(
        "/corrections",
        "What people decided: actors joined, kept apart or split, events marked wrong",
        true,
        ["decisions"],
        &[],
        page::corrections::answer
    ),
    route!(
        "/reports/{id}",
        "One report's record (annalist.report/1)",
        false,
        [
            "schema",
            "document",
            "entities",
            "places",
            "times",
            "statements",
            "events",
            "figures",
            "claims",
            "claim_links"
        ],
        &[],
        page::report::answer
    ),
];

/// All addresses of a desk.
pub(crate) fn router(desk: Arc<Desk>) -> Router {
    let mut router = Router::new();
    for route in ROUTES {
        let handler = || {
            get(move |State(desk): State<Arc<Desk>>, id: Option<Path<String>>, uri: Uri| {
                handle(desk, route, id.map(|Path(id)| id).unwrap_or_default(), uri)
            })
        };
        router = router.route(route.path, handler());
        if !route.path.contains('{') {
            let data = route.data.unwrap_or(route.path);
            router = router.route(&format!("{data}.json"), handler());
            if route.list {
                router = router.route(&format!("{data}.csv"), handler());
            }
        }
    }
    router
        .route("/corrections/decide", post(decide))
        .route(
            "/keys",
            get(|State(desk): State<Arc<Desk>>| async move {
                Answer::Page(page::layout::keys()).response(&desk, "/keys", "")
            }),
        )
        .route(
            "/api",
            get(|State(desk): State<Arc<Desk>>| async move {
                Answer::Page(page::api::page()).response(&desk, "/api", "")
            }),
        )
        .route(
            "/openapi.json",
            get(|State(desk): State<Arc<Desk>>| async move {
                Answer::Json(crate::openapi()).response(&desk, "/openapi", "")
            }),
        )
        .route(
            "/assets/{version}/{name}",
            get(|Path((version, name)): Path<(String, String)>, headers: HeaderMap| async move {
                assets::response(&version, &name, &headers)
            }),
        )
        .route(
            "/favicon.ico",
            get(|headers: HeaderMap| async move { assets::response("", "icon.svg", &headers) }),
        )
        .fallback(|State(desk): State<Arc<Desk>>, uri: Uri| async move {
            let detail =
                "Nothing stands at this address. The search leads to everything the store has.";
            Trouble::missing(detail).response(&desk, Form::of(uri.path()).1)
        })
        .layer(DefaultBodyLimit::max(LARGEST_FORM))
        .layer(from_fn_with_state(Arc::clone(&desk), guard::guard))
        .with_state(desk)
}

/// An answer, given again where the same was asked a moment ago.
async fn handle(desk: Arc<Desk>, route: &'static Route, id: String, uri: Uri) -> Response {
    let slot = desk.slot(&uri.to_string());
    let mut given = slot.lock().await;
    if let Some(known) = given.as_ref().filter(|g| g.until > Instant::now()) {
        let mut response = Response::new(Body::from(known.body.clone()));
        response.headers_mut().clone_from(&known.head);
        return response;
    }
    let began = Instant::now();
    let response = work(desk, route, id, uri).await;
    if response.status() != StatusCode::OK {
        return response;
    }
    let (head, body) = response.into_parts();
    // The body is in memory already: reading it does not fail.
    let body = axum::body::to_bytes(body, usize::MAX).await.unwrap_or_default();
    if body.len() <= LARGEST_ANSWER {
        let until = Instant::now() + stays(began.elapsed());
        *given = Some(Given { head: head.headers.clone(), body: body.clone(), until });
    }
    Response::from_parts(head, Body::from(body))
}

async fn work(desk: Arc<Desk>, route: &'static Route, id: String, uri: Uri) -> Response {
    let (path, form) = Form::of(uri.path());
    let path = if route.data == Some(path) { route.path } else { path };
    let (path, id) = (path.to_owned(), Form::of(&id).0.to_owned());
    if form == Form::Csv && !route.list {
        let detail = "This page is no list: its data is at the same address with .json.";
        return Trouble::missing(detail).response(&desk, form);
    }
    let query = uri.query().unwrap_or_default().to_owned();
    let pairs: Vec<(String, String)> =
        url::form_urlencoded::parse(query.as_bytes()).into_owned().take(100).collect();
    let answer = Arc::clone(&desk).read(move |desk, store| {
        let filter = Filter::read(&pairs);
        let id = id.as_str();
        (route.answer)(&Ask { desk, store, id, form, query: &pairs, filter })
    });
    match answer.await {
        Ok(answer) => answer.response(&desk, &path, &query),
        Err(trouble) => trouble.response(&desk, form),
    }
}

/// Something is decided: only where that is allowed, and only from a page of this desk.
async fn decide(State(desk): State<Arc<Desk>>, RawForm(form): RawForm) -> Response {
    let pairs: Vec<(String, String)> =
        url::form_urlencoded::parse(&form).into_owned().take(1000).collect();
    let done = Arc::clone(&desk)
        .read(move |desk, store| page::corrections::decide(desk, store, &pairs))
        .await;
    match done {
        Ok(answer) => answer.response(&desk, "", ""),
        Err(trouble) => trouble.response(&desk, Form::Page),
    }
}
