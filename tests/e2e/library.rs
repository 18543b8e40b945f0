//! Finding cards and reading them.

use crate::support::app::App;
use crate::support::world::World;

#[tokio::test]
async fn a_search_finds_a_card_and_opens_it() {
    let world = World::shipped();
    let app = App::open(&world).await;
    app.search("yield from").await;
    app.sees("What is the difference between yield and yield from?").await;
    app.screenshot("library-search").await;
    app.open_card("What is the difference between yield and yield from?").await;
    app.sees("hands over to another iterable until that one is exhausted").await;
    app.screenshot("card-page").await;
    app.close().await;
}
