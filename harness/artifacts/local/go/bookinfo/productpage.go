package main

import (
	_ "embed"
	"fmt"
	"html/template"
	"net/http"
	"strconv"
	"time"
)

const askTimeout = 3 * time.Second

type product struct {
	ID              int           `json:"id"`
	Title           string        `json:"title"`
	DescriptionHTML template.HTML `json:"descriptionHtml"`
}

var products = []product{{
	ID:    0,
	Title: "The Comedy of Errors",
	DescriptionHTML: `<a href="https://en.wikipedia.org/wiki/The_Comedy_of_Errors">Wikipedia Summary</a>: The Comedy of Errors is one of ` +
		`<b>William Shakespeare's</b> early plays. It is his shortest and one of his most farcical comedies, with a major part of the ` +
		`humour coming from slapstick and mistaken identity, in addition to puns and word play.`,
}}

//go:embed productpage.html
var pageSource string

var page = template.Must(template.New("productpage").Funcs(template.FuncMap{
	"stars": func(count int) []struct{} { return make([]struct{}, max(count, 0)) },
}).Parse(pageSource))

type pageData struct {
	User    string
	Product product
	Details *bookDetails
	Reviews *productReviews
}

func productPage() http.Handler {
	sessions := newSessions()
	routes := http.NewServeMux()
	routes.HandleFunc("GET /health", func(response http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(response, "Product page is healthy")
	})
	routes.HandleFunc("GET /{$}", index)
	routes.HandleFunc("GET /index.html", index)
	routes.HandleFunc("GET /metrics", writeMetrics)
	routes.HandleFunc("POST /login", sessions.login)
	routes.HandleFunc("GET /logout", sessions.logout)
	routes.HandleFunc("GET /productpage", func(response http.ResponseWriter, request *http.Request) {
		data := pageData{User: sessions.user(request), Product: products[0]}
		headers := sessions.headers(request)
		var details bookDetails
		if askService(request, headers, "details", 0, 1, &details) == http.StatusOK {
			data.Details = &details
		}
		var reviews productReviews
		if askService(request, headers, "reviews", 0, 2, &reviews) == http.StatusOK {
			data.Reviews = &reviews
		}
		response.Header().Set("Content-Type", "text/html; charset=utf-8")
		if err := page.Execute(response, data); err != nil {
			http.Error(response, err.Error(), http.StatusInternalServerError)
		}
	})

	routes.HandleFunc("GET /api/v1/products", func(response http.ResponseWriter, _ *http.Request) {
		writeJSON(response, http.StatusOK, products)
	})
	routes.HandleFunc("GET /api/v1/products/{id}", relay(sessions, "details", 1, "details"))
	routes.HandleFunc("GET /api/v1/products/{id}/reviews", relay(sessions, "reviews", 2, "reviews"))
	routes.HandleFunc("GET /api/v1/products/{id}/ratings", relay(sessions, "ratings", 1, "ratings"))
	return routes
}

func index(response http.ResponseWriter, _ *http.Request) {
	response.Header().Set("Content-Type", "text/html; charset=utf-8")
	fmt.Fprint(response, `<!doctype html><title>Bookinfo</title><h1>Bookinfo</h1><p><a href="productpage">Product page</a></p>`)
}

// relay answers with another service's JSON.
func relay(sessions *sessions, service string, tries int, what string) http.HandlerFunc {
	return func(response http.ResponseWriter, request *http.Request) {
		id, err := strconv.Atoi(request.PathValue("id"))
		if err != nil {
			writeError(response, http.StatusBadRequest, "please provide numeric product id")
			return
		}
		var answer any
		status := askService(request, sessions.headers(request), service, id, tries, &answer)
		if status != http.StatusOK {
			writeError(response, status, fmt.Sprintf("Sorry, product %s are currently unavailable for this book.", what))
			return
		}
		writeJSON(response, status, answer)
	}
}

// askService tries a service as often as told (the real product page asks reviews twice, for the fault injection task) and counts the
// outcome. A service that cannot be reached counts as 500.
func askService(request *http.Request, headers http.Header, service string, id, tries int, answer any) int {
	url := fmt.Sprintf("%s/%s/%d", serviceURL(service), service, id)
	status := http.StatusInternalServerError
	for range tries {
		answered, err := ask(request.Context(), url, headers, askTimeout, answer)
		if err == nil {
			countResult(service, answered)
			return answered
		}
		fmt.Println("asking", service+":", err)
		if answered != 0 && answered != http.StatusOK {
			status = answered
		}
	}
	countResult(service, status)
	return status
}
