#include "exporters/web/pages/page_style.hpp"

namespace commune::web {

std::string_view page_style() {
  return R"css(
:root{color-scheme:light dark;--paper:#f4f6f8;--card:#fff;--ink:#17202a;--soft:#4d5965;--line:#d8dee4;--link:#0b57a4;
--u:#1f6f8b;--g:#f0a818;--d:#b3330b;--p:#6b4fa0;--n:#5b6672;--gt:#855600;--on:#fff;--mark:#ffc9b3;--bar:#7fb3c6}
@media(prefers-color-scheme:dark){:root{--paper:#11161b;--card:#1a2128;--ink:#e7edf2;--soft:#a8b4bf;--line:#333d47;--link:#8ec5ff;
--u:#62b5d2;--g:#ffc54d;--d:#ff8a65;--p:#b9a3ec;--n:#9aa6b2;--gt:#ffc54d;--on:#11161b;--mark:#7a2408;--bar:#2f6478}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.5 system-ui,"Noto Sans","DejaVu Sans",sans-serif;overflow-wrap:anywhere}
main{max-width:76rem;margin:0 auto;padding:1rem}
a{color:var(--link)}
h1{font-size:1.05rem;margin:0;font-weight:600}h2{font-size:1.05rem;margin:0 0 .5rem}h3{font-size:1rem;margin:0}
p,dl,dd,ul{margin:0}
header{display:grid;grid-template-columns:1fr auto;gap:.1rem 1rem;margin-bottom:1rem}
.big{grid-column:1/3;font-size:1.75rem;line-height:1.25;font-weight:700;margin:.35rem 0}
.q,small{color:var(--soft);font-size:.875rem}
header .q{grid-column:1/3}
section{background:var(--card);border:1px solid var(--line);border-radius:.6rem;padding:1rem;margin-bottom:1rem;min-width:0}
.warn{border-left:.4rem solid var(--g)}#lost{margin:.5rem}
.s{width:18px;height:18px;flex:none;vertical-align:-.22rem}.s use{transform:translate(9px,9px)}
.defs{position:absolute}
.x{fill:transparent}.fu{fill:var(--u)}.fg{fill:var(--g)}.fd{fill:var(--d)}.fp{fill:var(--p)}.fn{fill:var(--card)}
#mn .fn{stroke:var(--n);stroke-width:1.4}
.w{stroke:var(--on);stroke-width:1.8;fill:none}.y{stroke:#17202a;stroke-width:1.8}.z{stroke:var(--n);stroke-width:1.2}
#fu .fu{fill:var(--bar)}.kg{fill:#7a4d00}.kd{stroke:var(--mark);stroke-width:.7}.kp{stroke:var(--on);stroke-width:1.2}.kn{stroke:var(--n);stroke-width:.8}
.d b{color:var(--d)}.g b{color:var(--gt)}.p b{color:var(--p)}.n b{color:var(--n)}.u b{color:var(--u)}
.key{display:flex;flex-wrap:wrap;gap:.25rem 1rem;list-style:none;padding:0;margin:.75rem 0 0;font-size:.875rem}
.key .i{width:1.6rem;height:.75rem;border:1px solid var(--line);vertical-align:-.05rem}
.strip{display:grid;grid-template-columns:repeat(auto-fill,minmax(6.2rem,1fr));gap:.3rem;list-style:none;padding:0}
.strip a{display:block;height:100%;padding:.25rem .4rem .3rem;border-radius:.35rem;border:1px solid var(--line);border-top-width:0;
color:inherit;text-decoration:none;font-size:.875rem;line-height:1.25;position:relative;overflow:hidden}
.strip a::before{content:"";display:block;height:.4rem;margin:-.25rem -.4rem .3rem}
.strip b{display:block;font-size:.78rem}
.strip .u::before{background:var(--bar)}
.strip .d::before{background:repeating-linear-gradient(45deg,#0000 0 3px,var(--mark) 3px 4px),repeating-linear-gradient(-45deg,#0000 0 3px,var(--mark) 3px 4px),var(--d)}
.strip .g::before{background:radial-gradient(#7a4d00 1.2px,#0000 1.4px) 0 0/5px 5px,var(--g)}
.strip .p::before{background:repeating-linear-gradient(0deg,var(--p) 0 2px,var(--card) 2px 3px)}
.strip .n::before{background:repeating-linear-gradient(-45deg,var(--card) 0 3px,var(--n) 3px 4px);border-bottom:1px solid var(--line)}
.o{border-top:1px solid var(--line);padding:.75rem 0}.o:last-child{padding-bottom:0}h2+.o{border:0;padding-top:0}
.o h3{display:flex;gap:.5rem;align-items:center}
.o dl{display:grid;grid-template-columns:6rem 1fr;gap:.1rem .5rem;margin:.35rem 0 0;font-size:.95rem}
dt{color:var(--soft)}
summary{cursor:pointer}
.tel{display:inline-block;font-weight:600;padding:.15rem 0;white-space:nowrap}
.map{display:block;width:100%;height:auto}
.map text{font-size:13px;fill:var(--ink);paint-order:stroke;stroke:var(--card);stroke-width:3px}
.map a{text-decoration:none}.map .m{text-anchor:middle}.map .e{text-anchor:end}
.map .sb{fill:none;stroke:var(--soft);stroke-width:1.2}
a:focus-visible,summary:focus-visible{outline:2px solid var(--link);outline-offset:2px;border-radius:.2rem}
.t,.h{display:block;width:100%;height:auto}
.t{background:var(--paper);border-radius:2px}
.t path{stroke-width:12}.t .u{stroke:url(#fu)}.t .g{stroke:url(#fg)}.t .d{stroke:url(#fd)}.t .p{stroke:url(#fp)}.t .n{stroke:url(#fn)}
#k{stroke:var(--card);stroke-width:.7;opacity:.75}.t #k{stroke-width:.7}
#hh{font-size:8px;fill:var(--soft);text-anchor:middle}
.lists summary,.scale{display:grid;grid-template-columns:1fr;gap:.15rem .75rem;align-items:center}
.lists details{border-top:1px solid var(--line)}
.lists summary{list-style:none;padding:.4rem 0}.lists summary::-webkit-details-marker{display:none}
.lists summary>span:first-child::before{content:"";width:.4rem;height:.4rem;border:solid var(--soft);border-width:0 2px 2px 0;transform:rotate(-45deg);flex:none}.lists [open] summary>span:first-child::before{transform:rotate(45deg)}
.lists summary>span:first-child{display:flex;gap:.5rem;align-items:center;min-width:0}.lists summary b{margin-left:auto;font-size:.875rem;white-space:nowrap}
.lists details>div{padding:0 0 .6rem 1.1rem;scroll-margin-top:6rem}
.lists ul{list-style:none;padding:0;display:grid;gap:.35rem;font-size:.925rem}
.lists li{border-left:3px solid var(--u);padding-left:.6rem}.lists li.d{border-color:var(--d)}.lists li.g{border-color:var(--g)}.lists li.p{border-color:var(--p)}.lists li.n{border-color:var(--n);border-left-style:dashed}
.lists div:target{outline:2px solid var(--link);outline-offset:.2rem;border-radius:.3rem}
h3{margin:.75rem 0 .2rem}h2+h3{margin-top:0}.o h3{margin:0}
.plain,.bars{list-style:none;padding:0}.plain li{padding:.1rem 0}
.bars li{display:grid;grid-template-columns:10rem 1fr 11rem;gap:.6rem;align-items:center;font-size:.925rem;padding:.1rem 0}
.bars i{background:var(--paper);border-radius:.2rem;height:.7rem}.bars i b{display:block;height:100%;min-width:1px;background:var(--bar);border-radius:.2rem}
.lines li{grid-template-columns:15rem 1fr 4rem}.bars small{display:block}
@media(max-width:40rem){.bars li{grid-template-columns:7.5rem 1fr 6.5rem}.lines li{grid-template-columns:10.5rem 1fr 3.5rem}}
footer{color:var(--soft);font-size:.875rem}
.again{display:none}
@media(min-width:48rem){.lists summary,.scale{grid-template-columns:17rem 1fr}.scale .h{grid-column:2}}
@media(min-width:64rem){.two{display:grid;grid-template-columns:1fr 1fr;gap:0 1rem;align-items:start}.lists{display:grid;grid-template-columns:1fr 1fr;gap:0 2rem;align-items:start}.lists summary,.scale{grid-template-columns:15rem 1fr}.again{display:grid}.map text{font-size:9.5px;stroke-width:2.5px}}
)css";
}

std::string_view page_script() {
  return R"js(
(function(){
const every=15000,lost=document.getElementById('lost');
function unfold(){const e=location.hash&&document.getElementById(location.hash.slice(1));
if(e&&e.parentElement.tagName==='DETAILS'){e.parentElement.open=true;e.parentElement.scrollIntoView({block:'start'})}}
async function renew(){
if(!document.hidden)try{
const answer=await fetch('/'+location.search,{cache:'no-store'});
if(!answer.ok)throw new Error(answer.status);
const page=new DOMParser().parseFromString(await answer.text(),'text/html');
const now=document.querySelector('main'),next=page.querySelector('main');
for(const d of now.querySelectorAll('details[open]')){const n=page.getElementById(d.id);if(n)n.open=true}
const at=document.activeElement,key=e=>e.tagName==='SUMMARY'?e.parentElement.id:e.getAttribute('href'),focus=at&&now.contains(at)&&key(at);
const x=scrollX,y=scrollY;
now.replaceWith(next);document.title=page.title;scrollTo(x,y);
if(focus)for(const e of next.querySelectorAll('a,summary'))if(key(e)===focus){e.focus({preventScroll:true});break}
lost.hidden=true;
}catch(e){lost.hidden=false}
setTimeout(renew,every)}
addEventListener('hashchange',unfold);unfold();setTimeout(renew,every);
})();
)js";
}

}  // namespace commune::web
