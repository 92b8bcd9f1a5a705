//! Who looks at rows sees them, and changes them, whatever the viewset says of the entity.

use sea_orm::Set;
use seaview::{ValidationError, permissions::Permission, prelude::*};

use super::{MeterSerializer, MeterViewSet, client, database, meter};

/// Another's hooks are not one's own defaults.
#[derive(ViewSet)]
#[viewset(serializer = MeterSerializer, entity_hooks = false)]
struct AuditedViewSet;

impl ModelViewSet for AuditedViewSet {
    fn perform_create(
        &self,
        request: &Request,
        mut meter: Validated<MeterSerializer>,
    ) -> impl Future<Output = Result<meter::Model>> + Send {
        meter.digits = Set(99);
        MeterViewSet.perform_create(request, meter)
    }
}

#[tokio::test]
async fn a_hook_that_only_begins_differently_runs() {
    let audited = client(database().await, AuditedViewSet);
    let new = r#"{"code":"z","owner":"ada","value":0,"state":"off"}"#;
    assert_eq!(audited.post("/meters/", new).await.json()["digits"], 99);
}

#[tokio::test]
async fn who_looks_at_rows_sees_them() {
    /// Its check needs two columns.
    #[derive(ModelSerializer)]
    #[serializer(entity = meter::Entity, validate = fits)]
    struct CheckedSerializer {
        value: f64,
        digits: i32,
    }

    async fn fits(meter: &mut Validated<CheckedSerializer>, _: &Request) -> Result<()> {
        match f64::from(*meter.digits.as_ref()) < *meter.value.as_ref() {
            true => Err(ValidationError::from("Too many.").into()),
            false => Ok(()),
        }
    }

    #[derive(ModelViewSet)]
    #[viewset(serializer = CheckedSerializer, entity_hooks = false)]
    struct CheckedViewSet;

    let checked = client(database().await, CheckedViewSet);
    let refused = r#"{"non_field_errors":["Too many."]}"#;
    checked.patch("/meters/1/", r#"{"value":6}"#).await.assert(400, refused);

    /// Bob's are locked.
    #[derive(Clone, Copy)]
    struct Unlocked;

    impl Permission for Unlocked {
        async fn has_object_permission(
            &self,
            _: &Request,
            object: &(dyn std::any::Any + Send + Sync),
        ) -> Result<bool> {
            Ok(object.downcast_ref::<meter::Model>().is_some_and(|meter| meter.owner != "bob"))
        }
    }

    #[derive(ModelViewSet)]
    #[viewset(serializer = MeterSerializer, entity_hooks = false, permissions(Unlocked))]
    struct LockedViewSet;

    let locked = client(database().await, LockedViewSet);
    assert_eq!(locked.patch("/meters/2/", r#"{"digits":1}"#).await.status, 403);
    assert_eq!(locked.delete("/meters/2/").await.status, 403);
    assert_eq!(locked.patch("/meters/1/", r#"{"digits":1}"#).await.status, 200);

    /// Its hooks change what is written.
    #[derive(ViewSet)]
    #[viewset(serializer = MeterSerializer, entity_hooks = false)]
    struct HookedViewSet;

    impl ModelViewSet for HookedViewSet {
        async fn perform_create(
            &self,
            request: &Request,
            mut meter: Validated<MeterSerializer>,
        ) -> Result<meter::Model> {
            meter.digits = Set(42);
            meter.insert(request.db()).await
        }

        async fn perform_update(
            &self,
            request: &Request,
            mut meter: Validated<MeterSerializer>,
        ) -> Result<meter::Model> {
            let digits = *meter.digits.as_ref() + 1;
            meter.digits = Set(digits);
            meter.update(request.db()).await
        }

        async fn perform_destroy(&self, _: &Request, _: meter::Model) -> Result<()> {
            Err(Error::permission_denied())
        }
    }

    let hooked = client(database().await, HookedViewSet);
    let new = r#"{"code":"z","owner":"ada","value":0,"state":"off"}"#;
    assert_eq!(hooked.post("/meters/", new).await.json()["digits"], 42);
    assert_eq!(hooked.patch("/meters/1/", r#"{"value":2}"#).await.json()["digits"], 6);
    assert_eq!(hooked.delete("/meters/1/").await.status, 403);
}
