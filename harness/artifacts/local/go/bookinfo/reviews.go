package main

import (
	"fmt"
	"net/http"
	"os"
	"strconv"
	"time"
)

type productReviews struct {
	ID          string   `json:"id"`
	PodName     string   `json:"podname"`
	ClusterName string   `json:"clustername"`
	Reviews     []review `json:"reviews"`
}

type review struct {
	Reviewer string  `json:"reviewer"`
	Text     string  `json:"text"`
	Rating   *rating `json:"rating,omitempty"`
}

type rating struct {
	Stars int    `json:"stars,omitempty"`
	Color string `json:"color,omitempty"`
	Error string `json:"error,omitempty"`
}

// reviews behaves as its image's environment says: v1 shows no ratings, v2 black stars and v3 red ones. v2 waits 10 s for ratings and v3
// 2.5 s, which the sample's fault injection tasks rely on.
func reviews() http.Handler {
	withRatings := environment("ENABLE_RATINGS", "false") == "true"
	color := environment("STAR_COLOR", "black")
	timeout := 2500 * time.Millisecond
	if color == "black" {
		timeout = 10 * time.Second
	}

	routes := http.NewServeMux()
	routes.HandleFunc("GET /health", func(response http.ResponseWriter, _ *http.Request) {
		writeJSON(response, http.StatusOK, map[string]string{"status": "Reviews is healthy"})
	})
	routes.HandleFunc("GET /reviews/{id}", func(response http.ResponseWriter, request *http.Request) {
		id, err := strconv.Atoi(request.PathValue("id"))
		if err != nil {
			http.NotFound(response, request)
			return
		}
		answer := productReviews{
			ID:          strconv.Itoa(id),
			PodName:     environment("HOSTNAME", "null"),
			ClusterName: environment("CLUSTER_NAME", "null"),
			Reviews: []review{
				{Reviewer: "Reviewer1", Text: "An extremely entertaining play by Shakespeare. The slapstick humour is refreshing!"},
				{Reviewer: "Reviewer2", Text: "Absolutely fun and entertaining. The play lacks thematic depth when compared to other plays by Shakespeare."},
			},
		}
		if withRatings {
			given := fetchRatings(request, id, timeout)
			for i := range answer.Reviews {
				answer.Reviews[i].Rating = shown(given, answer.Reviews[i].Reviewer, color)
			}
		}
		writeJSON(response, http.StatusOK, answer)
	})
	return routes
}

func fetchRatings(request *http.Request, id int, timeout time.Duration) map[string]int {
	var answer productRatings
	url := fmt.Sprintf("%s/ratings/%d", serviceURL("ratings"), id)
	if _, err := ask(request.Context(), url, forwardedHeaders(request), timeout, &answer); err != nil {
		fmt.Fprintln(os.Stderr, "ratings are unavailable:", err)
		return nil
	}
	return answer.Ratings
}

func shown(given map[string]int, reviewer, color string) *rating {
	if stars, found := given[reviewer]; found {
		return &rating{Stars: stars, Color: color}
	}
	return &rating{Error: "Ratings service is currently unavailable"}
}
