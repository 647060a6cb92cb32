package main

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

// start serves one of the services and lets the others find it.
func start(t *testing.T, name string, handler http.Handler) *httptest.Server {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	address, err := url.Parse(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	t.Setenv(strings.ToUpper(name)+"_HOSTNAME", address.Hostname())
	t.Setenv(strings.ToUpper(name)+"_SERVICE_PORT", address.Port())
	return server
}

func get(t *testing.T, url string, headers map[string]string) (status int, body string) {
	t.Helper()
	request, err := http.NewRequest(http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range headers {
		request.Header.Set(name, value)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(content)
}

func contains(t *testing.T, body string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(body, part) {
			t.Errorf("expected %q in %s", part, body)
		}
	}
}

func TestProductPageShowsWhatAllServicesSay(t *testing.T) {
	t.Setenv("ENABLE_RATINGS", "true")
	t.Setenv("STAR_COLOR", "red")
	start(t, "ratings", ratings())
	start(t, "details", details())
	start(t, "reviews", reviews())
	page := start(t, "productpage", productPage())

	status, body := get(t, page.URL+"/productpage", nil)
	if status != http.StatusOK {
		t.Errorf("expected 200, got %d", status)
	}
	contains(t, body, "The Comedy of Errors", "1234567890", "PublisherA", "Reviewer1", "Reviewer2", `red" data-stars="5"`, `data-stars="4"`)
}

func TestProductPageSurvivesServicesThatAreGone(t *testing.T) {
	for _, name := range []string{"details", "reviews"} {
		start(t, name, http.NotFoundHandler()).Close()
	}
	page := start(t, "productpage", productPage())
	status, body := get(t, page.URL+"/productpage", nil)
	if status != http.StatusOK {
		t.Errorf("expected 200, got %d", status)
	}
	contains(t, body, "product details are currently unavailable", "product reviews are currently unavailable")
	status, body = get(t, page.URL+"/api/v1/products/0", nil)
	if status != http.StatusInternalServerError {
		t.Errorf("expected 500, got %d", status)
	}
	contains(t, body, "Sorry, product details are currently unavailable for this book.")
}

func TestReviewsDifferByVersion(t *testing.T) {
	start(t, "ratings", ratings())
	for _, version := range []struct {
		ratings, color string
		expected       *rating
	}{
		{"false", "black", nil},
		{"true", "black", &rating{Stars: 5, Color: "black"}},
		{"true", "red", &rating{Stars: 5, Color: "red"}},
	} {
		t.Setenv("ENABLE_RATINGS", version.ratings)
		t.Setenv("STAR_COLOR", version.color)
		server := start(t, "reviews", reviews())
		_, body := get(t, server.URL+"/reviews/0", nil)
		var answer productReviews
		if err := json.Unmarshal([]byte(body), &answer); err != nil {
			t.Fatal(err)
		}
		got := answer.Reviews[0].Rating
		if (got == nil) != (version.expected == nil) || got != nil && *got != *version.expected {
			t.Errorf("ratings %s, %s: expected %+v, got %+v", version.ratings, version.color, version.expected, got)
		}
	}
}

func TestReviewsSayWhenRatingsAreUnavailable(t *testing.T) {
	t.Setenv("ENABLE_RATINGS", "true")
	start(t, "ratings", http.NotFoundHandler())
	server := start(t, "reviews", reviews())
	status, body := get(t, server.URL+"/reviews/0", nil)
	if status != http.StatusOK {
		t.Errorf("expected 200, got %d", status)
	}
	contains(t, body, `"rating":{"error":"Ratings service is currently unavailable"}`)
}

func TestTracingHeadersAndTheUserAreForwarded(t *testing.T) {
	t.Setenv("ENABLE_RATINGS", "true")
	var seen http.Header
	start(t, "ratings", http.HandlerFunc(func(response http.ResponseWriter, request *http.Request) {
		seen = request.Header
		writeJSON(response, http.StatusOK, productRatings{})
	}))
	server := start(t, "reviews", reviews())
	get(t, server.URL+"/reviews/0", map[string]string{
		"x-request-id": "r1", "x-b3-traceid": "t1", "traceparent": "p1", "end-user": "jason", "x-private": "secret",
	})
	for name, expected := range map[string]string{
		"x-request-id": "r1", "x-b3-traceid": "t1", "traceparent": "p1", "end-user": "jason", "x-private": "",
	} {
		if got := seen.Get(name); got != expected {
			t.Errorf("%s: expected %q, got %q", name, expected, got)
		}
	}
}

func TestASignedInUserIsSentAsEndUserAndCannotBeForged(t *testing.T) {
	var seen http.Header
	start(t, "details", http.HandlerFunc(func(response http.ResponseWriter, request *http.Request) {
		seen = request.Header
		writeJSON(response, http.StatusOK, bookDetails{})
	}))
	page := start(t, "productpage", productPage())
	browser := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := browser.PostForm(page.URL+"/login", url.Values{"username": {"jason"}, "passwd": {""}})
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	cookie := response.Cookies()[0]

	get(t, page.URL+"/api/v1/products/0", map[string]string{"cookie": cookie.Name + "=" + cookie.Value})
	if got := seen.Get("end-user"); got != "jason" {
		t.Errorf("expected jason, got %q", got)
	}
	get(t, page.URL+"/api/v1/products/0", map[string]string{"cookie": cookie.Name + "=x" + cookie.Value})
	if got := seen.Get("end-user"); got != "" {
		t.Errorf("a forged cookie was taken for %q", got)
	}
}

func TestRatingsCanBePosted(t *testing.T) {
	server := start(t, "ratings", ratings())
	response, err := http.Post(server.URL+"/ratings/7", "application/json", strings.NewReader(`{"Reviewer1": 1}`))
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	_, body := get(t, server.URL+"/ratings/7", nil)
	contains(t, body, `{"id":7,"ratings":{"Reviewer1":1}}`)
	_, body = get(t, server.URL+"/ratings/0", nil)
	contains(t, body, `{"id":0,"ratings":{"Reviewer1":5,"Reviewer2":4}}`)
}

func TestEveryServiceIsHealthyAndRefusesWhatIsNoProduct(t *testing.T) {
	for name, service := range services {
		server := start(t, name, service())
		if status, _ := get(t, server.URL+"/health", nil); status != http.StatusOK {
			t.Errorf("%s: expected 200, got %d", name, status)
		}
	}
	for path, expected := range map[string]int{"/details/x": 400, "/ratings/x": 400, "/reviews/x": 404} {
		server := start(t, path[1:8], services[strings.Split(path, "/")[1]]())
		if status, _ := get(t, server.URL+path, nil); status != expected {
			t.Errorf("%s: expected %d, got %d", path, expected, status)
		}
	}
}
