#include "agent/central/prometheus_query.hpp"

#include "tests/agent/central/lines.hpp"

#include <gmock/gmock.h>

namespace commune::central {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// Answers everything with the same words and keeps what it was asked.
struct Parrot {
  Answer answer;
  std::string path, form;

  PrometheusQuery query() {
    return {"http://central:9090", [this](const std::string& to, const std::string& what) {
              path = to;
              form = what;
              return Result<Answer>(answer);
            }};
  }
  std::string complaint() {
    const auto answered = query().ask("up");
    return answered ? "none" : answered.error().message();
  }
};

TEST(PrometheusQuery, asks_by_a_form_at_a_moment_to_the_millisecond) {
  Parrot server{
      {200, R"({"status":"success","data":{"resultType":"matrix","result":[]}})"}, {}, {}};
  ASSERT_TRUE(server.query().samples("up{a=\"é b\"}", {at(940), at(1000.025)}));
  EXPECT_EQ(server.path, "/api/v1/query");
  EXPECT_EQ(server.form, "nocache=1&query=up%7Ba%3D%22%C3%A9%20b%22%7D%5B60025ms%5D&time=1000.025");
}

TEST(PrometheusQuery, reads_samples_and_leaves_out_values_that_are_not_numbers) {
  Parrot server{{200, R"({"status":"success","data":{"resultType":"matrix","result":[
      {"metric":{"__name__":"up","site":"ca"},
       "values":[[1000.025,"2"],[1001,"NaN"],[1002,"+Inf"],[1003,"1795615200.007"]]},
      {"metric":{"__name__":"up","site":"oc"},"values":[[1001,"NaN"]]}]}})"},
                {},
                {}};
  const auto series = server.query().ask("up[1m]");
  ASSERT_TRUE(series) << series.error().message();
  ASSERT_EQ(series->size(), 1U);
  EXPECT_EQ(label(series->front().labels, "site"), "ca");
  EXPECT_EQ(label(series->front().labels, "access"), "");
  EXPECT_THAT(series->front().samples,
              ElementsAre(Sample{at(1000.025), 2}, Sample{at(1003), 1795615200.007}));
}

TEST(PrometheusQuery, reads_vectors_scalars_and_labels) {
  Parrot server{{200, R"({"status":"success","data":{"resultType":"vector","result":[
      {"metric":{},"value":[5,"7"]}]}})"},
                {},
                {}};
  EXPECT_THAT(server.query().ask("x")->front().samples, ElementsAre(Sample{at(5), 7}));
  server.answer.body =
      R"({"status":"success","data":{"resultType":"scalar","result":[9.5,"9.5"]}})";
  EXPECT_THAT(server.query().ask("time()")->front().samples, ElementsAre(Sample{at(9.5), 9.5}));
  server.answer.body = R"({"status":"success","data":[{"__name__":"up","site":"ca"}]})";
  const auto labels = server.query().series("up", {at(1), at(2)});
  ASSERT_TRUE(labels);
  EXPECT_THAT(*labels, ElementsAre(Labels{{"__name__", "up"}, {"site", "ca"}}));
  EXPECT_EQ(server.path, "/api/v1/series");
  EXPECT_EQ(server.form, "match%5B%5D=up&start=1.000&end=2.000");
}

TEST(PrometheusQuery, says_where_it_asked_and_what_the_server_answered) {
  Parrot server{
      {422, R"({"status":"error","errorType":"execution","error":"too many samples"})"}, {}, {}};
  EXPECT_EQ(server.complaint(), "http://central:9090/api/v1/query: answers 422: too many samples");
  server.answer = {404, "404 page\nnot found"};
  EXPECT_THAT(server.complaint(), HasSubstr("answers 404: 404 page"));
  server.answer = {401, "Unauthorized"};
  EXPECT_THAT(server.complaint(), HasSubstr("--prometheus-user and --prometheus-password"));
}

TEST(PrometheusQuery, an_answer_from_another_server_is_an_error) {
  for (const char* body : {"<html>", "", "[]", "{}", R"({"status":"success"})",
                           R"({"status":"success","data":null})", R"({"status":1,"data":{}})"}) {
    Parrot server{{200, body}, {}, {}};
    EXPECT_THAT(server.complaint(), HasSubstr("answers as no Prometheus does")) << body;
  }
}

TEST(PrometheusQuery, survives_answers_of_strange_shapes) {
  for (const char* data :
       {"7", "[]", "{}", R"({"resultType":"matrix","result":{"a":1}})",
        R"({"resultType":"matrix","result":[3,null,{"metric":[],"values":7}]})",
        R"({"resultType":"vector","result":[{"metric":{"a":1},"value":[1]}]})",
        R"({"resultType":"scalar","result":"x"})", R"({"resultType":3,"result":null})"}) {
    Parrot server{{200, std::string(R"({"status":"success","data":)") + data + "}"}, {}, {}};
    const auto series = server.query().ask("x");
    EXPECT_TRUE(!series || series->empty()) << data;
    (void)server.query().series("x", {at(1), at(2)});
  }
}

TEST(PrometheusQuery, quotes_label_values) {
  EXPECT_EQ(match("site", "a\"b\\c\n"), "site=\"a\\\"b\\\\c\\n\"");
}

}  // namespace
}  // namespace commune::central
