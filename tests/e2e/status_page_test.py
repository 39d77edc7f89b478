#!/usr/bin/env python3
"""The status page of the example commune, in every state at once, in a real browser: on a telephone and on a desk, light
and dark, Vietnamese and English.

usage: status_page_test.py WRITE_STATUS_PAGE ROOT [--screenshots FOLDER]
"""
import http.server
import itertools
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import tomllib

SKIPPED = 77
PHONE, DESK = (360, 800), (1280, 900)
SMALLEST_CONTRAST = 4.5  # WCAG AA.

# A window is never narrower than 500 px, a frame may be. The frame is measured 20 s after it was loaded, after it has
# reloaded itself, and again after its server has fallen silent.
FRAME = """<!doctype html><meta charset="utf-8"><body style="margin:0;background:#5b6672">
<iframe id="page" style="display:block;margin:0 auto;border:0;width:%dpx;height:%dpx"></iframe><pre id="result"></pre>
<script>
const frame=document.getElementById('page'),seen={};
function luminance(c){const p=c.map(v=>{v/=255;return v<=.03928?v/12.92:((v+.055)/1.055)**2.4});
return .2126*p[0]+.7152*p[1]+.0722*p[2]}
function rgb(text){return text.match(/[\\d.]+/g).map(Number)}
function background(e,w){for(;e;e=e.parentElement){const c=rgb(w.getComputedStyle(e).backgroundColor);
if(c.length<4||c[3]>0)return c.slice(0,3)}return[255,255,255]}
function contrasts(d,w){const found=[];for(const e of d.body.querySelectorAll('*')){
if(e.closest('svg,script,noscript,[hidden]')||![...e.childNodes].some(n=>n.nodeType===3&&n.data.trim()))continue;
const a=luminance(rgb(w.getComputedStyle(e).color).slice(0,3)),b=luminance(background(e,w));
found.push([(Math.max(a,b)+.05)/(Math.min(a,b)+.05),e.tagName+' '+e.textContent.slice(0,30)])}
return found.sort((x,y)=>x[0]-y[0])[0]}
function look(){const w=frame.contentWindow,d=w.document,root=d.documentElement;
const of=(selector,value)=>[...d.querySelectorAll(selector)].map(value);
return{width:root.clientWidth,content:root.scrollWidth,lang:root.lang,dark:w.matchMedia('(prefers-color-scheme: dark)').matches,
villages:of('.lists details>div',e=>e.id),cells:of('.strip a',e=>e.getAttribute('href').slice(1)),
mapped:of('.map a',e=>e.getAttribute('href').slice(1)),
names:of('.map a',e=>e.getAttribute('aria-label')),bars:of('.lists .t',e=>e.querySelectorAll('path').length),
patterns:Object.fromEntries([...'ugdpn'].map(s=>[s,w.getComputedStyle(d.querySelector('.strip a.'+s),'::before').background])),
strokes:Object.fromEntries([...'ugdpn'].map(s=>[s,w.getComputedStyle(d.querySelector('.t path.'+s)).stroke])),
drawn:[...'ugdpn'].map(s=>d.querySelector('defs #f'+s).innerHTML.replace(/class="f."/,'')),
shapes:[...'ugdpn'].map(s=>d.querySelector('defs #m'+s).innerHTML.replace(/class="f."/,'')),
worst:contrasts(d,w),resources:w.performance.getEntriesByType('resource').map(r=>r.name),
lost:!d.getElementById('lost').hidden}}
const pause=ms=>new Promise(done=>setTimeout(done,ms));
frame.onload=async()=>{
const d=()=>frame.contentDocument,w=frame.contentWindow;
seen.first=look();
w.location.hash=seen.first.villages[0];await pause(100);
seen.unfolded=d().getElementById(seen.first.villages[0]).parentElement.open;
d().querySelector('.lists details:nth-of-type(3)').open=true;
d().querySelector('main').dataset.old='yes';w.scrollTo(0,700);await pause(500);
const at=w.scrollY,open=d().querySelectorAll('details[open]').length;
await pause(17000);
seen.renewed=!d().querySelector('main').dataset.old;
seen.kept=at===w.scrollY&&at>0&&open===2&&d().querySelectorAll('details[open]').length===2;
seen.second=look();
await fetch('/silence');await pause(17000);seen.third=look();
document.getElementById('result').textContent=JSON.stringify(seen)};
frame.src='/?lang=%s';
</script>"""


class Pages(http.server.ThreadingHTTPServer):
    """Serves the page in both languages, and the frames around it; notes what it was asked for."""

    def __init__(self, by_language):
        super().__init__(("127.0.0.1", 0), Answer)
        self.by_language, self.asked, self.silent = by_language, [], False
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def frame(self, size, language):
        self.asked, self.silent = [], False
        return f"http://127.0.0.1:{self.server_port}/frame/{size[0]}/{size[1]}/{language}"


class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        server = self.server
        server.asked.append(self.path)
        status, body = 200, ""
        if found := re.fullmatch(r"/frame/(\d+)/(\d+)/(vi|en)", self.path):
            body = FRAME % (int(found[1]), int(found[2]), found[3])
        elif found := re.fullmatch(r"/\?lang=(vi|en)", self.path):
            status, body = (503, "") if server.silent else (200, server.by_language[found[1]])
        elif self.path == "/silence":
            server.silent = True
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_):
        pass


def browse(url, size, dark, *more):
    """Output and errors of Chromium."""
    with tempfile.TemporaryDirectory() as profile:
        command = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run",
                   "--disable-background-networking", "--disable-component-update", "--enable-logging=stderr",
                   "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", f"--user-data-dir={profile}",
                   f"--window-size={max(size[0], 500)},{size[1]}", "--virtual-time-budget=60000",
                   f"--blink-settings=preferredColorScheme={0 if dark else 1}", *more, url]
        done = subprocess.run(command, capture_output=True, text=True, timeout=100)
    return done.stdout, [line for line in done.stderr.splitlines() if "CONSOLE" in line]


def check(seen, size, dark, language, villages):
    """Every mistake of one look at the page."""
    first, last = seen["first"], seen["third"]
    for look in (first, seen["second"]):
        if look["content"] > look["width"] or look["width"] != size[0]:
            yield f"{look['content']} px wide in {look['width']} of {size[0]} px"
        if look["lang"] != language or look["dark"] != dark:
            yield f"language {look['lang']}, dark {look['dark']}"
        for part in ("villages", "cells"):
            if sorted(look[part]) != villages:
                yield f"{part}: {len(look[part])}, expected {len(villages)}"
        if not set(look["mapped"]) <= set(villages) or len(look["mapped"]) < 40:
            yield f"{len(look['mapped'])} villages on the map"
        if not all(re.fullmatch(r".+: .+", name) for name in look["names"]):
            yield "a marker whose state is not in words"
        if len(look["bars"]) != len(villages) or 0 in look["bars"]:
            yield "a village without its last 24 hours"
        for part in ("patterns", "strokes"):
            if len(set(look[part].values())) != 5:
                yield f"{part} that two states share: {look[part]}"
        for part in ("drawn", "shapes"):
            if len(set(look[part])) != 5:
                yield f"{part} that two states share, colour aside"
        if look["worst"][0] < SMALLEST_CONTRAST:
            yield f"contrast {look['worst'][0]:.2f} of {look['worst'][1]}"
        if any(not name.startswith("http://127.0.0.1:") for name in look["resources"]):
            yield f"something from elsewhere: {look['resources']}"
        if look["lost"]:
            yield "says that the agent is lost while it answers"
    if not seen["unfolded"]:
        yield "the link to a village does not unfold it"
    if not seen["renewed"]:
        yield "did not reload itself within 17 s"
    if not seen["kept"]:
        yield "moved or folded up when it reloaded itself"
    if not last["lost"] or sorted(last["villages"]) != villages:
        yield "does not keep the old picture and say so when the agent is lost"


def run_checks(pages, villages):
    mistakes = []
    for size, dark, language in itertools.product((PHONE, DESK), (False, True), ("vi", "en")):
        name = f"{size[0]} px, {'dark' if dark else 'light'}, {language}"
        printed, console = browse(pages.frame(size, language), size, dark, "--dump-dom")
        found = re.search(r'<pre id="result">(.+?)</pre>', printed, re.DOTALL)
        if not found:
            mistakes.append(f"{name}: the page was not measured; asked for: {pages.asked}; {console}")
            continue
        text = found[1].replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
        mistakes += [f"{name}: {mistake}" for mistake in check(json.loads(text), size, dark, language, villages)]
        # The test itself causes the silence, and the browser reports it.
        mistakes += [f"{name}: console: {line}" for line in console if "503" not in line]
        others = {path for path in pages.asked if not re.fullmatch(r"/frame/.*|/\?lang=..|/silence|/favicon.ico", path)}
        mistakes += [f"{name}: asked for {path}" for path in others]
    return mistakes


def take_screenshots(pages, folder):
    for name, size in (("status-page-phone", PHONE), ("status-page-desk", DESK)):
        target = folder / f"{name}.png"
        url = pages.frame(size, "vi")
        if size == DESK:
            url = url.split("/frame/")[0] + "/?lang=vi"
        browse(url, size, False, f"--screenshot={target}", "--virtual-time-budget=5000")
        print(f"{target}: {target.stat().st_size} bytes")


def main():
    writer, root = sys.argv[1], pathlib.Path(sys.argv[2])
    if not shutil.which("chromium"):
        print("skipped: chromium is not installed")
        return SKIPPED
    pages = Pages({language: subprocess.run([writer, language], check=True, capture_output=True, text=True).stdout
                   for language in ("vi", "en")})
    if "--screenshots" in sys.argv:
        take_screenshots(pages, pathlib.Path(sys.argv[-1]))
        return 0
    commune = tomllib.loads((root / "config/commune.toml").read_text(encoding="utf-8"))
    villages = sorted("v-" + village["id"] for village in commune["village"])
    mistakes = run_checks(pages, villages)
    print("\n".join(mistakes) if mistakes else "looked at in 8 ways, no mistakes")
    return 1 if mistakes else 0


if __name__ == "__main__":
    sys.exit(main())
