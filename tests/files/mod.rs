//! Files that clients upload.

use std::{fs, path::PathBuf, sync::Arc};

use http::Method;
use seaview::{
    Policies, SimpleRouter,
    fields::{FileField, ImageField},
    parsers::{FileUploadParser, Parsers},
    prelude::*,
    storage::FileSystemStorage,
};

use crate::support::{Answer, Client};

mod document {
    use sea_orm::entity::prelude::*;
    use seaview::fields::{FileField, ImageField};

    #[sea_orm::model]
    #[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
    #[sea_orm(table_name = "file_document")]
    pub struct Model {
        #[sea_orm(primary_key)]
        pub id: i64,
        #[sea_orm(unique, column_type = "String(StringLen::N(30))")]
        pub title: String,
        #[sea_orm(column_type = "String(StringLen::N(40))")]
        pub content: FileField,
        #[sea_orm(column_type = "String(StringLen::N(100))", nullable)]
        pub cover: Option<ImageField>,
    }

    impl ActiveModelBehavior for ActiveModel {}
}

#[derive(ModelSerializer)]
#[serializer(entity = document::Entity, validate = not_forbidden)]
struct DocumentSerializer {
    id: i64,
    title: String,
    #[serializer(upload_to = "docs", validators(no_programs))]
    content: FileField,
    #[serializer(upload_to = "covers/small")]
    cover: Option<ImageField>,
}

fn no_programs(file: &FileField, request: &Request) -> Result<(), ValidationError> {
    let content_type = file.upload(request).and_then(|upload| upload.content_type.as_deref());
    match content_type {
        Some("application/x-sh") => Err("No programs.".into()),
        _ => Ok(()),
    }
}

async fn not_forbidden(document: &mut Validated<DocumentSerializer>, _: &Request) -> Result<()> {
    match document.title.as_ref().as_str() {
        "forbidden" => Err(Error::validation("Not this.")),
        _ => Ok(()),
    }
}

#[derive(ModelViewSet)]
#[viewset(serializer = DocumentSerializer)]
struct DocumentViewSet;

/// Takes any body as a file.
struct RawView;

impl ApiView for RawView {
    const METHODS: &'static [Method] = &[Method::PUT];

    fn parsers(&self) -> Option<Parsers> {
        Some(Parsers::none().with(FileUploadParser))
    }

    async fn put(&self, request: &Request) -> Result {
        let seaview::request::Data::Form(form) = request.data().await? else {
            return Err(Error::validation("No file."));
        };
        let Some(seaview::request::FormValue::File(file)) = form.last("file") else {
            return Err(Error::validation("No file."));
        };
        let path = request.save_file(file, "raw", None).await?;
        Response::json(
            &serde_json::json!({ "url": request.file_url(&path)?, "type": file.content_type }),
        )
    }
}

/// An application with a folder of its own.
struct Served {
    client: Client,
    folder: PathBuf,
}

impl Served {
    async fn new(settings: Settings) -> Self {
        let database = crate::support::database().await;
        database.create_table(document::Entity).await.expect("a table");
        let name = format!("seaview-files-{}-{:p}", std::process::id(), &settings);
        let folder = std::env::temp_dir().join(name);
        _ = fs::remove_dir_all(&folder);
        let storage = Arc::new(FileSystemStorage::new(&folder));
        let router = SimpleRouter::new()
            .settings(Settings { default_storage: Some(storage), ..settings })
            .policies(Policies::default())
            .register("documents", DocumentViewSet)
            .view("raw", RawView)
            .view_with_name("raw/{filename}", RawView, "raw-named");
        Self { client: Client::new(router.into_router(database)), folder }
    }

    async fn send(&self, method: Method, path: &str, parts: &[Part<'_>]) -> Answer {
        let headers = [("content-type", "multipart/form-data; boundary=x")];
        self.client.send(method, path, &headers, form(parts)).await
    }

    async fn post(&self, parts: &[Part<'_>]) -> Answer {
        self.send(Method::POST, "/documents/", parts).await
    }

    /// The files below the folder, with their content.
    fn files(&self) -> Vec<String> {
        let mut found = Vec::new();
        let mut folders = vec![self.folder.clone()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
                if entry.path().is_dir() {
                    folders.push(entry.path());
                    continue;
                }
                let path = entry.path().strip_prefix(&self.folder).expect("below").to_owned();
                let content = fs::read(entry.path()).expect("a file");
                found.push(format!("{}={}", path.display(), String::from_utf8_lossy(&content)));
            }
        }
        found.sort();
        found
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        _ = fs::remove_dir_all(&self.folder);
    }
}

enum Part<'a> {
    Text(&'a str, &'a str),
    File(&'a str, &'a str, &'a [u8]),
    Typed(&'a str, &'a str, &'a str),
}

fn form(parts: &[Part<'_>]) -> Vec<u8> {
    let mut body = Vec::new();
    for part in parts {
        let (name, rest, content) = match part {
            Part::Text(name, text) => (name, String::new(), text.as_bytes()),
            Part::File(name, file, content) => (name, format!("; filename=\"{file}\""), *content),
            Part::Typed(name, file, content_type) => {
                let rest = format!("; filename=\"{file}\"\r\nContent-Type: {content_type}");
                (name, rest, &b"x"[..])
            }
        };
        let head = format!("--x\r\nContent-Disposition: form-data; name=\"{name}\"{rest}\r\n\r\n");
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--x--\r\n");
    body
}

const GIF: &[u8] = b"GIF89a\x01\x00\x01\x00\x00\x00\x00";

#[tokio::test]
async fn a_file_is_kept_in_its_folder_and_shown_as_its_url() {
    let served = Served::new(Settings::default()).await;
    let parts = [Part::Text("title", "a"), Part::File("content", "a b.txt", b"hello")];
    let created = served.post(&parts).await;
    let shown =
        r#"{"id":1,"title":"a","content":"http://testserver/media/docs/a_b.txt","cover":null}"#;
    created.assert(201, shown);
    served.client.get("/documents/1/").await.assert(200, shown);
    served.client.get("/documents/").await.assert(200, &format!("[{shown}]"));
    assert_eq!(served.files(), ["docs/a_b.txt=hello"]);

    // A name that is taken gets a suffix, and the file that is there stays.
    let parts = [
        Part::Text("title", "b"),
        Part::File("content", "a b.txt", b"other"),
        Part::File("cover", "c.gif", GIF),
    ];
    let created = served.post(&parts).await.json();
    let url = created["content"].as_str().expect("a URL").to_owned();
    assert!(url.starts_with("http://testserver/media/docs/a_b_") && url.ends_with(".txt"), "{url}");
    assert_eq!(created["cover"], "http://testserver/media/covers/small/c.gif");
    assert_eq!(served.files().len(), 3);
    assert!(served.files().contains(&"docs/a_b.txt=hello".to_owned()));
}

#[tokio::test]
async fn what_is_no_file_is_refused_in_drfs_words() {
    let served = Served::new(Settings::default()).await;
    let not_a_file = "The submitted data was not a file. Check the encoding type on the form.";
    let json = |body: &'static str| served.client.post("/documents/", body);
    let refused = json(r#"{"title":"a","content":"a.txt","cover":null}"#).await;
    refused.assert(400, &format!(r#"{{"content":["{not_a_file}"]}}"#));
    json(r#"{"title":"a"}"#).await.assert(400, r#"{"content":["No file was submitted."]}"#);
    let refused = json(r#"{"title":"a","content":null}"#).await;
    refused.assert(400, r#"{"content":["This field may not be null."]}"#);

    let long = format!("{}.txt", "n".repeat(37));
    let html = "File extension “html” is not allowed. Allowed extensions are: avif, bmp, gif, heic, \
                heif, ico, jpeg, jpg, png, tif, tiff, webp.";
    let invalid = "Upload a valid image. The file you uploaded was either not an image or a \
                   corrupted image.";
    for (part, field, message) in [
        (Part::Text("content", "a.txt"), "content", not_a_file),
        (Part::File("content", "a.txt", b""), "content", "The submitted file is empty."),
        // A file input that nobody chose a file for.
        (Part::File("content", "", b""), "content", not_a_file),
        (
            Part::File("content", &long, b"x"),
            "content",
            "Ensure this filename has at most 40 characters (it has 41).",
        ),
        (Part::Typed("content", "a", "application/x-sh"), "content", "No programs."),
        (Part::File("cover", "a.gif", b"<html>"), "cover", invalid),
        (Part::File("cover", "a.html", GIF), "cover", html),
    ] {
        let other = match field {
            "cover" => Part::File("content", "a.txt", b"x"),
            _ => Part::Text("cover", ""),
        };
        let refused = served.post(&[Part::Text("title", "a"), part, other]).await;
        refused.assert(400, &format!(r#"{{"{field}":["{message}"]}}"#));
    }
    assert_eq!(served.files(), [""; 0]);
}

#[tokio::test]
async fn no_name_leads_out_of_the_folder() {
    let served = Served::new(Settings::default()).await;
    for (index, (name, kept)) in [
        ("../../etc/passwd", "docs/passwd=x"),
        ("..\\\\..\\\\boot.ini", "docs/boot.ini=x"),
        (".htaccess", "docs/htaccess=x"),
        ("nul.txt", "docs/_nul.txt=x"),
        ("<b>.html", "docs/b.html=x"),
    ]
    .into_iter()
    .enumerate()
    {
        let title = index.to_string();
        let parts = [Part::Text("title", &title), Part::File("content", name, b"x")];
        assert_eq!(served.post(&parts).await.status, 201, "{name}");
        assert!(served.files().contains(&kept.to_owned()), "{:?}", served.files());
    }
    assert_eq!(served.files().len(), 5);
}

#[tokio::test]
async fn a_path_is_no_longer_than_its_column() {
    let served = Served::new(Settings::default()).await;
    let name = format!("{}.txt", "n".repeat(36));
    for title in ["a", "b"] {
        let parts = [Part::Text("title", title), Part::File("content", &name, b"x")];
        let created = served.post(&parts).await;
        assert_eq!(created.status, 201, "{}", created.text());
    }
    let files = served.files();
    assert!(files.len() == 2 && files.iter().all(|file| file.len() == 40 + 2), "{files:?}");
}

#[tokio::test]
async fn a_write_that_fails_leaves_no_file_and_the_old_one_stays() {
    let served = Served::new(Settings::default()).await;
    let file = |content| Part::File("content", "a.txt", content);
    for title in ["a", "b"] {
        served.post(&[Part::Text("title", title), file(b"old")]).await;
    }
    let before = served.files();
    assert_eq!(before.len(), 2);
    // Another field is wrong, the title is taken, the object as a whole is refused.
    for title in ["", "a", "forbidden"] {
        let refused = served.post(&[Part::Text("title", title), file(b"new")]).await;
        assert_eq!(refused.status, 400, "{}", refused.text());
        let parts = [Part::Text("title", title), file(b"new")];
        let refused = served.send(Method::PUT, "/documents/2/", &parts).await;
        assert_eq!(refused.status, 400, "{}", refused.text());
    }
    assert_eq!(served.files(), before);

    let changed = served.send(Method::PATCH, "/documents/1/", &[file(b"new")]).await;
    assert_eq!(changed.status, 200, "{}", changed.text());
    assert_ne!(changed.json()["content"], "http://testserver/media/docs/a.txt");
    // As in Django, the old file is the application's to remove.
    assert_eq!(served.files().len(), 3);
    let unchanged = served.send(Method::PATCH, "/documents/1/", &[Part::Text("title", "c")]).await;
    assert_eq!(unchanged.json()["content"], changed.json()["content"]);
}

#[tokio::test]
async fn files_have_a_limit_and_one_byte_more_is_too_much() {
    let settings = Settings { file_upload_max_size: Some(5), ..Settings::default() };
    let served = Served::new(settings).await;
    let parts = |content| [Part::Text("title", "a"), Part::File("content", "a", content)];
    assert_eq!(served.post(&parts(b"12345")).await.status, 201);
    let refused = served.post(&parts(b"123456")).await;
    refused.assert(413, r#"{"detail":"A file is larger than 5 bytes."}"#);
    let named = [("content-disposition", "attachment; filename=a.txt")];
    let refused = served.client.send(Method::PUT, "/raw/", &named, "123456").await;
    assert_eq!(refused.status, 413);
}

#[tokio::test]
async fn a_raw_body_is_a_file_that_the_url_or_a_header_names() {
    let served = Served::new(Settings::default()).await;
    let put = |path: &'static str, headers: &'static [(&'static str, &'static str)]| {
        served.client.send(Method::PUT, path, headers, "hello")
    };
    let kept = put("/raw/report/", &[("content-type", "text/plain")]).await;
    kept.assert(200, r#"{"url":"http://testserver/media/raw/report","type":"text/plain"}"#);
    let named = [("content-disposition", "attachment; filename*=utf-8''%C3%A9.txt")];
    let kept = served.client.send(Method::PUT, "/raw/", &named, "hello").await;
    kept.assert(200, r#"{"url":"http://testserver/media/raw/%C3%A9.txt","type":null}"#);
    put("/raw/", &[]).await.assert(
        400,
        r#"{"detail":"Missing filename. Request should include a Content-Disposition header with a filename parameter."}"#,
    );
    assert_eq!(served.files(), ["raw/report=hello", "raw/é.txt=hello"]);
}

#[tokio::test]
async fn options_calls_them_uploads_and_settings_may_show_their_paths() {
    let settings = Settings { uploaded_files_use_url: false, ..Settings::default() };
    let served = Served::new(settings).await;
    let told = served.client.send(Method::OPTIONS, "/documents/", &[], "").await.json();
    let fields = &told["actions"]["POST"];
    assert_eq!(fields["content"]["type"], "file upload");
    assert_eq!(fields["content"]["max_length"], 40);
    assert_eq!(fields["cover"]["type"], "image upload");
    let parts = [Part::Text("title", "a"), Part::File("content", "a.txt", b"x")];
    assert_eq!(served.post(&parts).await.json()["content"], "docs/a.txt");
}
