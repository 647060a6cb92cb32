package main

import (
	"encoding/json"
	"net/http"
	"strconv"
	"sync"
)

type productRatings struct {
	ID      int            `json:"id"`
	Ratings map[string]int `json:"ratings"`
}

// ratingStore keeps what was posted; every other product has the same two ratings.
type ratingStore struct {
	mutex  sync.Mutex
	posted map[int]map[string]int
}

func (store *ratingStore) get(id int) productRatings {
	store.mutex.Lock()
	defer store.mutex.Unlock()
	if given, found := store.posted[id]; found {
		return productRatings{id, given}
	}
	return productRatings{id, map[string]int{"Reviewer1": 5, "Reviewer2": 4}}
}

func (store *ratingStore) put(id int, given map[string]int) productRatings {
	store.mutex.Lock()
	defer store.mutex.Unlock()
	store.posted[id] = given
	return productRatings{id, given}
}

func ratings() http.Handler {
	store := &ratingStore{posted: map[int]map[string]int{}}
	routes := http.NewServeMux()
	routes.HandleFunc("GET /health", func(response http.ResponseWriter, _ *http.Request) {
		writeJSON(response, http.StatusOK, map[string]string{"status": "Ratings is healthy"})
	})
	routes.HandleFunc("GET /ratings/{id}", withProductID(func(response http.ResponseWriter, _ *http.Request, id int) {
		writeJSON(response, http.StatusOK, store.get(id))
	}))
	routes.HandleFunc("POST /ratings/{id}", withProductID(func(response http.ResponseWriter, request *http.Request, id int) {
		var given map[string]int
		if err := json.NewDecoder(request.Body).Decode(&given); err != nil {
			writeError(response, http.StatusBadRequest, "please provide valid ratings JSON")
			return
		}
		writeJSON(response, http.StatusOK, store.put(id, given))
	}))
	return routes
}

func withProductID(handle func(http.ResponseWriter, *http.Request, int)) http.HandlerFunc {
	return func(response http.ResponseWriter, request *http.Request) {
		id, err := strconv.Atoi(request.PathValue("id"))
		if err != nil {
			writeError(response, http.StatusBadRequest, "please provide numeric product ID")
			return
		}
		handle(response, request, id)
	}
}
