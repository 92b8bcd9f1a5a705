use countries::country;
use seaview::prelude::*;

#[derive(ModelSerializer)]
#[serializer(entity = country::Entity)]
struct CountrySerializer {
    id: i64,
    name: String,
    area: i64,
}

#[derive(ModelViewSet)]
#[viewset(
    serializer = CountrySerializer,
    filterset_fields(area(gte, les), name(icontain, regex)),
    search_fields(name(startswith)),
    actions(list, retreive),
    serializer_class(lst = CountrySerializer)
)]
struct CountryViewSet;

fn main() {}
