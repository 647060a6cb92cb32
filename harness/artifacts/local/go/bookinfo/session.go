package main

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"net/http"
	"strings"
)

const sessionCookie = "session"

// sessions remembers the user in a signed cookie. There are no passwords: any name signs in, as in the sample.
type sessions struct{ key []byte }

func newSessions() *sessions {
	key := make([]byte, 32)
	// Never fails: crypto/rand ends the program itself when the system has no randomness.
	_, _ = rand.Read(key)
	return &sessions{key}
}

func (s *sessions) user(request *http.Request) string {
	cookie, err := request.Cookie(sessionCookie)
	if err != nil {
		return ""
	}
	name, signature, _ := strings.Cut(cookie.Value, ".")
	user, err := base64.RawURLEncoding.DecodeString(name)
	if err != nil || !hmac.Equal([]byte(signature), []byte(s.sign(name))) {
		return ""
	}
	return string(user)
}

// headers are what goes on to the services asked: the signed-in user as end-user, by which Istio's request routing task tells users apart.
func (s *sessions) headers(request *http.Request) http.Header {
	headers := forwardedHeaders(request)
	if user := s.user(request); user != "" {
		headers.Set("end-user", user)
	}
	return headers
}

func (s *sessions) login(response http.ResponseWriter, request *http.Request) {
	name := base64.RawURLEncoding.EncodeToString([]byte(request.FormValue("username")))
	http.SetCookie(response, &http.Cookie{Name: sessionCookie, Value: name + "." + s.sign(name), Path: "/", HttpOnly: true})
	back(response, request)
}

func (s *sessions) logout(response http.ResponseWriter, request *http.Request) {
	http.SetCookie(response, &http.Cookie{Name: sessionCookie, Path: "/", MaxAge: -1})
	back(response, request)
}

func (s *sessions) sign(name string) string {
	mac := hmac.New(sha256.New, s.key)
	mac.Write([]byte(name))
	return base64.RawURLEncoding.EncodeToString(mac.Sum(nil))
}

func back(response http.ResponseWriter, request *http.Request) {
	target := request.Referer()
	if target == "" {
		target = "/productpage"
	}
	http.Redirect(response, request, target, http.StatusFound)
}
