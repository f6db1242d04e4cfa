//! Listening: a server that slow and greedy clients do not hold up.

use std::future::Future;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

use crate::desk::{Desk, secret};
use crate::{Settings, Stopped, routes};

/// A request's head must have come within this time.
const HEAD: Duration = Duration::from_secs(10);

/// No connection lasts longer: who reads slower than this has lost interest.
const CONNECTION: Duration = Duration::from_secs(300);

/// So many connections at once.
const CONNECTIONS: usize = 1024;

/// So many bytes of a request's head at most.
const HEAD_SIZE: usize = 64 * 1024;

/// A desk that listens.
#[derive(Debug)]
pub struct Running {
    listener: TcpListener,
    desk: Arc<Desk>,
    address: SocketAddr,
}

impl Running {
    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The address to open, with the token where one is asked for.
    #[must_use]
    pub fn link(&self) -> String {
        let address = match self.address {
            any if any.ip().is_unspecified() => format!("127.0.0.1:{}", any.port()),
            one => one.to_string(),
        };
        match &self.desk.settings.token {
            Some(token) => format!("http://{address}/?token={token}"),
            None => format!("http://{address}/"),
        }
    }
}

/// Listens on an address. Away from this machine itself a token is asked for, and made where none is set.
///
/// # Errors
/// When the address cannot be had, or the store cannot be opened.
pub async fn bind(mut settings: Settings, address: SocketAddr) -> Result<Running, Stopped> {
    if !address.ip().is_loopback() && settings.token.is_none() {
        settings.token = Some(secret()?);
    }
    let desk = Arc::new(Desk::new(settings)?);
    let listener = TcpListener::bind(address).await.map_err(|e| {
        Stopped(format!(
            "{address}: the desk cannot listen there ({e}); name another one with --listen"
        ))
    })?;
    let address = listener.local_addr().map_err(|e| Stopped(format!("{address}: {e}")))?;
    Ok(Running { listener, desk, address })
}

/// Answers until `stop` is over.
pub async fn serve(running: Running, stop: impl Future<Output = ()>) {
    let router = routes::router(running.desk);
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    let mut stop = pin!(stop);
    loop {
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { return };
        let accepted = tokio::select! {
            accepted = running.listener.accept() => accepted,
            () = &mut stop => return,
        };
        let Ok((stream, _)) = accepted else {
            // No descriptor is left, or the client is gone again: both pass.
            tokio::time::sleep(Duration::from_millis(20)).await;
            continue;
        };
        let _ = stream.set_nodelay(true);
        let service = TowerToHyperService::new(router.clone());
        tokio::spawn(async move {
            let _place = place;
            let connection = http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(HEAD)
                .max_buf_size(HEAD_SIZE)
                .serve_connection(TokioIo::new(stream), service);
            // A client that breaks off or takes too long is nobody's trouble but its own.
            let _ = tokio::time::timeout(CONNECTION, connection).await;
        });
    }
}
