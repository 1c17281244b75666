/* One walk over a page that selectolax has parsed: its text, its links, its anchors' texts and inline styles at once.
 *
 * What `kaoping.markup.outline` needs of a page costs a query of the tree and an object for every node where Python
 * asks for it. This module asks lexbor itself, by the functions that selectolax exports; it holds no layout of
 * lexbor's structures: the one place it must know, where a text node keeps its characters, `learn` finds on a node
 * whose text is known. Nothing here outlives a call, so no pointer does.
 */

#define _GNU_SOURCE /* memmem */
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <dlfcn.h>
#include <stdint.h>
#include <string.h>

typedef void Node;
typedef void Attribute;

static Node *(*first_child)(Node *);
static Node *(*next_node)(Node *);
static Node *(*parent_node)(Node *);
static uintptr_t (*tag_of)(Node *);
static unsigned (*type_of)(Node *);
static Attribute *(*first_attribute)(Node *);
static Attribute *(*next_attribute)(Attribute *);
static const char *(*attribute_name)(Attribute *, size_t *);
static const char *(*attribute_value)(Attribute *, size_t *);

static const struct { const char *name; void **place; } NEEDED[] = {
    {"lxb_dom_node_first_child_noi", (void **)&first_child},
    {"lxb_dom_node_next_noi", (void **)&next_node},
    {"lxb_dom_node_parent_noi", (void **)&parent_node},
    {"lxb_dom_node_tag_id_noi", (void **)&tag_of},
    {"lxb_dom_node_type_noi", (void **)&type_of},
    {"lxb_dom_element_first_attribute_noi", (void **)&first_attribute},
    {"lxb_dom_element_next_attribute_noi", (void **)&next_attribute},
    {"lxb_dom_attr_qualified_name", (void **)&attribute_name},
    {"lxb_dom_attr_value_noi", (void **)&attribute_value},
};

/* What an element is to us; one may be several things. */
enum { ANCHOR = 1, CARRIER = 2, UNSEEN = 4, SCRIPT = 8, SHEET = 16, TITLE = 32, COUNTED = 64 };

#define ELEMENT 1 /* as the DOM's nodeType numbers it */
#define TAGS 512
static unsigned char roles[TAGS];
static PyObject *names[TAGS];
static uintptr_t text_tag;
enum { STYLE, HREF, ID, ALT, CAPTION, ATTRIBUTES };
static const char *const ATTRIBUTE_NAMES[ATTRIBUTES] = {"style", "href", "id", "alt", "title"};
static uintptr_t attribute_ids[ATTRIBUTES]; /* lexbor's numbers of these names; others' differ from page to page */
static size_t text_offset; /* bytes from a text node to its lexbor_str_t {data, length}; 0: not learnt */

#define LARGEST_NODE 256
#define LARGEST_FIXED 4096 /* of the numbers that lexbor gives once for all; those of a page are addresses */
#define MAX_OPEN 64 /* anchors within anchors; markup hardly ever nests two */
#define RECENT 4
#define MAX_ANCHORS 4000 /* further ones are left out: looking for each behind the one before has a bound */
#define LONGEST_WORDS 4096 /* bytes in a new anchor; where there are more, whoever wants them asks the tree */
#define ABOVE 4 /* elements above an anchor whose texts are wanted */
#define NONE (-1)

typedef struct { const char *data; size_t length; } Characters;
typedef struct { char *data; size_t length, room, lines; } Text; /* lines, a line feed between two */
typedef struct { int32_t start, end, carrier, above[ABOVE]; } Anchor; /* in `all`; above: places among the blocks */
typedef struct { Node *node; size_t anchor; int begun; } Open;
typedef struct { int32_t start, end; } Block; /* in `all` */
typedef struct { size_t start, lines; int32_t block; } Frame; /* an element whose children are being seen */
typedef struct { void *items; size_t count, room; } Array;

typedef struct {
    PyObject *carriers, *styles, *scripts, *sheets, *titles, *counts;
    PyObject *known, *fresh; /* what addresses lead to, given; the words of carriers that it does not tell of */
    Text seen, all; /* of the body without what is unseen; of everything */
    Text captions, ids;
    Array anchors, blocks, frames; /* of Anchor, Block, Frame */
    Open open[MAX_OPEN];
    int depth;
    Node *body, *unseen;
    int in_body, unseen_words, hides;
    int32_t body_block;
    size_t unseen_lines;
    Characters recent[RECENT]; /* inline styles just met, which most others equal */
    size_t styled;
} Walk;

static Characters characters(Node *node) {
    Characters found;
    memcpy(&found, (char *)node + text_offset, sizeof found);
    return found;
}

static int blank(Characters text) {
    for (size_t at = 0; at < text.length; at++) {
        char letter = text.data[at];
        if (letter != ' ' && letter != '\t' && letter != '\n' && letter != '\f' && letter != '\r') return 0;
    }
    return 1;
}

static PyObject *decoded(const char *data, size_t length) {
    return PyUnicode_DecodeUTF8(data, (Py_ssize_t)length, "replace");
}

static int append_new(PyObject *list, PyObject *item) {
    if (item == NULL) return -1;
    int failed = PyList_Append(list, item);
    Py_DECREF(item);
    return failed;
}

/* Return how many bytes the white space (as str.strip knows it) at the beginning of `text` has. */
static size_t space_at(const unsigned char *text, size_t length) {
    unsigned char first = text[0];
    if (first == ' ' || (first >= 9 && first <= 13) || (first >= 0x1c && first <= 0x1f)) return 1;
    if (length >= 2 && first == 0xc2 && (text[1] == 0x85 || text[1] == 0xa0)) return 2;
    if (length < 3 || (first != 0xe1 && first != 0xe2 && first != 0xe3)) return 0;
    unsigned code = (unsigned)(first & 15) << 12 | (unsigned)(text[1] & 63) << 6 | (text[2] & 63);
    int space = code == 0x1680 || (code >= 0x2000 && code <= 0x200a) || code == 0x2028 || code == 0x2029 ||
                code == 0x202f || code == 0x205f || code == 0x3000;
    return space ? 3 : 0;
}

static Characters stripped(Characters text) {
    size_t space;
    while (text.length && (space = space_at((const unsigned char *)text.data, text.length))) {
        text.data += space;
        text.length -= space;
    }
    while (text.length) {
        const unsigned char *end = (const unsigned char *)text.data + text.length;
        size_t letter = 1;
        while (letter < 3 && letter < text.length && (end[-(Py_ssize_t)letter] & 0xc0) == 0x80) letter++;
        if (space_at(end - letter, letter) != letter) break;
        text.length -= letter;
    }
    return text;
}

/* Return where one more item of `size` bytes is to be put, or NULL. */
static void *one_more(Array *array, size_t size) {
    if (array->count == array->room) {
        size_t room = array->room ? 2 * array->room : 256;
        void *items = PyMem_Realloc(array->items, room * size);
        if (items == NULL) return NULL;
        array->items = items;
        array->room = room;
    }
    return (char *)array->items + size * array->count++;
}

static int add_line(Text *text, Characters line) {
    if (text->length + line.length + 1 > text->room) {
        size_t room = 2 * (text->length + line.length + 4096);
        char *data = PyMem_Realloc(text->data, room);
        if (data == NULL) return -1;
        text->data = data;
        text->room = room;
    }
    if (text->lines++) text->data[text->length++] = '\n';
    memcpy(text->data + text->length, line.data, line.length);
    text->length += line.length;
    return 0;
}

/* Return all characters below an element as they stand; none where they have more than `most` bytes. */
static PyObject *raw_text(Node *element, size_t most) {
    size_t length = 0;
    PyObject *parts = PyList_New(0), *text = NULL, *nothing = NULL;
    if (parts == NULL) return NULL;
    Node *node = first_child(element);
    while (node != NULL && node != element) {
        if (tag_of(node) == text_tag) {
            Characters found = characters(node);
            if ((length += found.length) > most) {
                text = PyUnicode_New(0, 0);
                goto done;
            }
            if (found.data != NULL && append_new(parts, decoded(found.data, found.length)) < 0) goto done;
        }
        Node *following = first_child(node);
        while (following == NULL && node != element) {
            following = next_node(node);
            if (following == NULL) node = parent_node(node);
        }
        node = node == element ? NULL : following;
    }
    if ((nothing = PyUnicode_New(0, 0)) != NULL) text = PyUnicode_Join(nothing, parts);
done:
    Py_XDECREF(nothing);
    Py_DECREF(parts);
    return text;
}

static int take_text(Walk *walk, Node *node) {
    Characters text = characters(node);
    if (text.data == NULL || blank(text)) return 0;
    text = stripped(text);
    if (add_line(&walk->all, text) < 0) return -1;
    for (int at = 0; at < walk->depth; at++) {
        Anchor *anchor = (Anchor *)walk->anchors.items + walk->open[at].anchor;
        if (!walk->open[at].begun) anchor->start = (int32_t)(walk->all.length - text.length);
        walk->open[at].begun = 1;
        anchor->end = (int32_t)walk->all.length;
    }
    if (!walk->in_body) return 0;
    if (walk->unseen == NULL) return add_line(&walk->seen, text);
    walk->unseen_words |= text.length > 0;
    walk->unseen_lines++;
    return 0;
}

static PyObject *value_of(Attribute *attribute) {
    size_t length = 0;
    const char *value = attribute_value(attribute, &length);
    if (value == NULL) Py_RETURN_NONE;
    return decoded(value, length);
}

static PyObject *attributes_of(Node *element) {
    PyObject *all = PyDict_New();
    for (Attribute *each = first_attribute(element); all != NULL && each != NULL; each = next_attribute(each)) {
        size_t length = 0;
        const char *name = attribute_name(each, &length);
        PyObject *key = decoded(name, length), *value = key ? value_of(each) : NULL;
        if (value == NULL || PyDict_SetItem(all, key, value) < 0) Py_CLEAR(all);
        Py_XDECREF(key);
        Py_XDECREF(value);
    }
    return all;
}

static int named(Attribute *attribute, const char *name, size_t length) {
    size_t found = 0;
    const char *full = attribute_name(attribute, &found); /* with its prefix: xlink:href is another */
    return full != NULL && found == length && memcmp(full, name, length) == 0;
}

static int take_style(Walk *walk, Attribute *attribute) {
    Characters style;
    style.data = attribute_value(attribute, &style.length);
    if (style.data == NULL || !named(attribute, "style", 5)) return 0;
    for (size_t at = 0; at < RECENT; at++) {
        Characters *met = &walk->recent[at];
        if (met->length == style.length && met->data && memcmp(met->data, style.data, style.length) == 0) return 0;
    }
    walk->recent[walk->styled++ % RECENT] = style;
    PyObject *text = decoded(style.data, style.length);
    int failed = text == NULL ? -1 : PyDict_SetItem(walk->styles, text, Py_None);
    Py_XDECREF(text);
    return failed;
}

/* Note an element's inline style, and where an anchor leads to: a new reference, or none. */
static int take_attributes(Walk *walk, Node *element, int anchor, PyObject **leads_to) {
    int styled = 0;
    for (Attribute *each = first_attribute(element); each != NULL; each = next_attribute(each)) {
        uintptr_t id = tag_of(each);
        if (id == attribute_ids[STYLE] && !styled) {
            styled = 1;
            if (take_style(walk, each) < 0) return -1;
        } else if (id == attribute_ids[ALT] || id == attribute_ids[CAPTION] || id == attribute_ids[ID]) {
            Characters words;
            words.data = attribute_value(each, &words.length);
            if (words.data && add_line(id == attribute_ids[ID] ? &walk->ids : &walk->captions, words) < 0) return -1;
        } else if (id == attribute_ids[HREF] && anchor && *leads_to == NULL && named(each, "href", 4)) {
            size_t size = 0;
            const char *value = attribute_value(each, &size);
            if (value != NULL && size > 0 && (*leads_to = decoded(value, size)) == NULL) return -1;
        } else if (!walk->hides && named(each, "hidden", 6)) {
            walk->hides = 1;
        }
    }
    return 0;
}

/* Keep a text, which is let go of, under a number. */
static int note(PyObject *dict, Py_ssize_t number, PyObject *text) {
    PyObject *key = text ? PyLong_FromSsize_t(number) : NULL;
    int failed = key ? PyDict_SetItem(dict, key, text) : -1;
    Py_XDECREF(key);
    Py_XDECREF(text);
    return failed;
}

/* Note what an anchor leads to, as `known` says; of one that is not known its address and its words. */
static int take_address(Walk *walk, Node *element, PyObject *address) {
    PyObject *leads_to = PyDict_GetItemWithError(walk->known, address);
    if (leads_to != NULL) return PyList_Append(walk->carriers, leads_to);
    if (PyErr_Occurred() || PyList_Append(walk->carriers, address) < 0) return -1;
    return note(walk->fresh, PyList_GET_SIZE(walk->carriers) - 1, raw_text(element, LONGEST_WORDS));
}

static int take_anchor(Walk *walk, Node *element, PyObject *address) {
    if (address != NULL && take_address(walk, element, address) < 0) return -1;
    if (walk->anchors.count == MAX_ANCHORS) return 0;
    Anchor *anchor = one_more(&walk->anchors, sizeof *anchor);
    if (anchor == NULL) return -1;
    int32_t carrier = address == NULL ? NONE : (int32_t)PyList_GET_SIZE(walk->carriers) - 1;
    *anchor = (Anchor){0, 0, carrier, {NONE, NONE, NONE, NONE}};
    for (size_t level = 0; level < ABOVE && level < walk->frames.count; level++) {
        Frame *frame = (Frame *)walk->frames.items + walk->frames.count - 1 - level;
        if (frame->block == NONE) {
            frame->block = (int32_t)walk->blocks.count;
            if (one_more(&walk->blocks, sizeof(Block)) == NULL) return -1;
        }
        anchor->above[level] = frame->block;
    }
    if (first_child(element) != NULL) {
        if (walk->depth == MAX_OPEN) return -2;
        walk->open[walk->depth++] = (Open){element, walk->anchors.count - 1, 0};
    }
    return 0;
}

static int count(Walk *walk, uintptr_t tag) {
    PyObject *before = PyDict_GetItemWithError(walk->counts, names[tag]);
    if (before == NULL && PyErr_Occurred()) return -1;
    PyObject *after = PyLong_FromLong(before ? PyLong_AsLong(before) + 1 : 1);
    if (after == NULL) return -1;
    int failed = PyDict_SetItem(walk->counts, names[tag], after);
    Py_DECREF(after);
    return failed;
}

static int take_carrier(Walk *walk, Node *node, uintptr_t tag) {
    PyObject *attributes = attributes_of(node);
    if (attributes == NULL) return -1;
    int failed = append_new(walk->carriers, PyTuple_Pack(2, names[tag], attributes));
    Py_DECREF(attributes);
    return failed ? failed : note(walk->fresh, PyList_GET_SIZE(walk->carriers) - 1, PyUnicode_New(0, 0));
}

static int take_element(Walk *walk, Node *node) {
    uintptr_t tag = tag_of(node);
    int role = tag < TAGS ? roles[tag] : 0;
    PyObject *address = NULL;
    int failed = take_attributes(walk, node, role & ANCHOR, &address);
    if (!failed && (role & ANCHOR)) failed = take_anchor(walk, node, address);
    Py_XDECREF(address);
    if (failed) return failed;
    if ((role & CARRIER) && take_carrier(walk, node, tag) < 0) return -1;
    if ((role & SCRIPT) && append_new(walk->scripts, raw_text(node, SIZE_MAX)) < 0) return -1;
    if ((role & SHEET) && append_new(walk->sheets, raw_text(node, SIZE_MAX)) < 0) return -1;
    if ((role & TITLE) && append_new(walk->titles, raw_text(node, SIZE_MAX)) < 0) return -1;
    if ((role & COUNTED) && count(walk, tag) < 0) return -1;
    if ((role & UNSEEN) && walk->in_body && walk->unseen == NULL) {
        walk->unseen = node;
        walk->unseen_words = 0;
        walk->unseen_lines = 0;
    }
    return 0;
}

static int enter(Walk *walk) {
    Frame *frame = one_more(&walk->frames, sizeof *frame);
    if (frame == NULL) return -1;
    *frame = (Frame){walk->all.length, walk->all.lines, NONE};
    return 0;
}

/* The children of an element are seen: its text is all that came since it was entered, without the line feed before. */
static void close_frame(Walk *walk, Node *node) {
    Frame frame = ((Frame *)walk->frames.items)[--walk->frames.count];
    if (frame.block == NONE) return;
    if (node == walk->body) walk->body_block = frame.block;
    int apart = frame.lines > 0 && walk->all.lines > frame.lines;
    ((Block *)walk->blocks.items)[frame.block] = (Block){(int32_t)frame.start + apart, (int32_t)walk->all.length};
}

static int leave(Walk *walk, Node *node) {
    if (walk->depth > 0 && walk->open[walk->depth - 1].node == node) walk->depth--;
    if (node == walk->body) walk->in_body = 0;
    if (node != walk->unseen) return 0;
    walk->unseen = NULL;
    if (walk->unseen_words) walk->unseen_lines = 1; /* its words leave one empty line behind */
    while (walk->unseen_lines--)
        if (add_line(&walk->seen, (Characters){"", 0}) < 0) return -1;
    return 0;
}

/* Return 0, or -1 with an exception, or -2 for a page that is too strange for this walk. */
static int go(Walk *walk, Node *root) {
    Node *node = root;
    int failed = enter(walk); /* the document, which is above all */
    while (!failed) {
        int text = tag_of(node) == text_tag, ended = 0;
        if (text) {
            failed = take_text(walk, node);
        } else if (type_of(node) == ELEMENT) {
            if (node == walk->body) walk->in_body = 1;
            failed = take_element(walk, node);
        }
        Node *following = text ? NULL : first_child(node);
        if (following != NULL && !failed) failed = enter(walk);
        while (following == NULL && !failed) {
            if (ended) close_frame(walk, node);
            if (leave(walk, node) < 0) return -1;
            if (node == root) {
                close_frame(walk, NULL);
                return 0;
            }
            following = next_node(node);
            if (following == NULL) node = parent_node(node);
            ended = 1;
        }
        node = following;
    }
    return failed;
}

static Py_ssize_t letters(const char *data, size_t length) {
    Py_ssize_t count = 0;
    for (size_t at = 0; at < length; at++) count += (data[at] & 0xc0) != 0x80;
    return count;
}

/* Find the anchors' words in the page's text, each behind those before: their places then count its letters. Of one that
 * is not there `start` is NONE, and `end` that of the one before. Return {anchor: its words} of these. */
static PyObject *place_anchors(Walk *walk) {
    PyObject *astray = PyDict_New();
    size_t cursor = 0;
    Py_ssize_t place = 0;
    for (size_t at = 0; astray != NULL && at < walk->anchors.count; at++) {
        Anchor *anchor = (Anchor *)walk->anchors.items + at;
        const char *words = walk->all.data + anchor->start, *from = walk->seen.data + cursor, *found = NULL;
        size_t length = (size_t)(anchor->end - anchor->start);
        if (length && walk->seen.length) found = memmem(from, walk->seen.length - cursor, words, length);
        anchor->start = NONE;
        if (found != NULL) {
            anchor->start = (int32_t)(place += letters(from, found - from));
            place += letters(words, length);
            cursor = found + length - walk->seen.data;
        } else if (length && note(astray, (Py_ssize_t)at, decoded(words, length)) < 0) {
            Py_CLEAR(astray);
        }
        anchor->end = (int32_t)place;
    }
    return astray;
}

#define WHOLE(text) (text).data ? (text).data : "", (Py_ssize_t)(text).length
#define ITEMS(array, kind) (array).items ? (char *)(array).items : "", (Py_ssize_t)((array).count * sizeof(kind))

static PyObject *result(Walk *walk) {
    PyObject *text = PyUnicode_DecodeUTF8(WHOLE(walk->seen), NULL), *astray = text ? place_anchors(walk) : NULL;
    PyObject *styles = astray ? PyDict_Keys(walk->styles) : NULL, *all = NULL;
    if (styles != NULL)
        all = Py_BuildValue("Oy#y#OOy#y#iOOOOOOs#s#O", text, WHOLE(walk->seen), WHOLE(walk->all), walk->carriers,
                            walk->fresh, ITEMS(walk->anchors, Anchor), ITEMS(walk->blocks, Block), walk->body_block,
                            astray, styles, walk->scripts, walk->sheets, walk->titles, walk->counts,
                            WHOLE(walk->captions), WHOLE(walk->ids), walk->hides ? Py_True : Py_False);
    Py_XDECREF(text);
    Py_XDECREF(astray);
    Py_XDECREF(styles);
    return all;
}

static PyObject *walk(PyObject *self, PyObject *args) {
    Py_ssize_t root, body;
    PyObject *known;
    if (!PyArg_ParseTuple(args, "nnO!", &root, &body, &PyDict_Type, &known)) return NULL;
    if (text_offset == 0) return PyErr_Format(PyExc_RuntimeError, "learn comes first");
    Walk walk = {.body = (Node *)body, .known = known, .body_block = NONE};
    PyObject **lists[] = {&walk.carriers, &walk.scripts, &walk.sheets, &walk.titles};
    PyObject *all = NULL;
    PyObject **dicts[] = {&walk.styles, &walk.counts, &walk.fresh};
    int failed = 0;
    for (size_t at = 0; !failed && at < sizeof dicts / sizeof *dicts; at++)
        failed = (*dicts[at] = PyDict_New()) == NULL ? -1 : 0;
    for (size_t at = 0; !failed && at < sizeof lists / sizeof *lists; at++)
        failed = (*lists[at] = PyList_New(0)) == NULL ? -1 : 0;
    if (!failed) failed = go(&walk, (Node *)root);
    if (!failed && (all = result(&walk)) == NULL && PyErr_ExceptionMatches(PyExc_UnicodeDecodeError)) {
        PyErr_Clear();
        failed = -2;
    }
    if (failed == -1 && !PyErr_Occurred()) PyErr_NoMemory();
    for (size_t at = 0; at < sizeof lists / sizeof *lists; at++) Py_XDECREF(*lists[at]);
    for (size_t at = 0; at < sizeof dicts / sizeof *dicts; at++) Py_XDECREF(*dicts[at]);
    Text *texts[] = {&walk.seen, &walk.all, &walk.captions, &walk.ids};
    for (size_t at = 0; at < sizeof texts / sizeof *texts; at++) PyMem_Free(texts[at]->data);
    Array *arrays[] = {&walk.anchors, &walk.blocks, &walk.frames};
    for (size_t at = 0; at < sizeof arrays / sizeof *arrays; at++) PyMem_Free(arrays[at]->items);
    if (failed == -2) Py_RETURN_NONE;
    return all;
}

/* learn(path of selectolax's module, address of a text node, its text, {tag number: (name, roles)})
 *
 * The parent of the text node has the attributes of ATTRIBUTE_NAMES in their order, so that their numbers are learnt. */
static PyObject *learn(PyObject *self, PyObject *args) {
    const char *path, *text;
    Py_ssize_t address, length;
    PyObject *tags, *key, *value;
    if (!PyArg_ParseTuple(args, "sny#O!", &path, &address, &text, &length, &PyDict_Type, &tags)) return NULL;
    void *library = dlopen(path, RTLD_NOW | RTLD_NOLOAD);
    if (library == NULL) return PyErr_Format(PyExc_ImportError, "%s is not loaded", path);
    for (size_t at = 0; at < sizeof NEEDED / sizeof *NEEDED; at++)
        if ((*NEEDED[at].place = dlsym(library, NEEDED[at].name)) == NULL)
            return PyErr_Format(PyExc_ImportError, "%s has no %s", path, NEEDED[at].name);
    Node *node = (Node *)address;
    size_t found = 0;
    for (size_t offset = sizeof(void *); offset < LARGEST_NODE && !found; offset += sizeof(void *)) {
        Characters here;
        memcpy(&here, (char *)node + offset, sizeof here);
        if (here.length == (size_t)length && (uintptr_t)here.data > 4096 && memcmp(here.data, text, length) == 0)
            found = offset;
    }
    if (!found) return PyErr_Format(PyExc_ImportError, "where text nodes keep their characters is not found");
    for (Py_ssize_t at = 0; PyDict_Next(tags, &at, &key, &value);) {
        PyObject *name;
        int role;
        size_t tag = PyLong_AsSize_t(key);
        if (PyErr_Occurred() || !PyArg_ParseTuple(value, "Ui", &name, &role)) return NULL;
        if (tag >= TAGS) return PyErr_Format(PyExc_ImportError, "tag %zu is out of range", tag);
        Py_XSETREF(names[tag], Py_NewRef(name));
        roles[tag] = (unsigned char)role;
    }
    Attribute *attribute = first_attribute(parent_node(node));
    for (int at = 0; at < ATTRIBUTES; at++, attribute = next_attribute(attribute)) {
        if (attribute == NULL || !named(attribute, ATTRIBUTE_NAMES[at], strlen(ATTRIBUTE_NAMES[at])))
            return PyErr_Format(PyExc_ImportError, "the attribute %s is not found", ATTRIBUTE_NAMES[at]);
        if ((attribute_ids[at] = tag_of(attribute)) > LARGEST_FIXED)
            return PyErr_Format(PyExc_ImportError, "the attribute %s has no fixed number", ATTRIBUTE_NAMES[at]);
    }
    text_tag = tag_of(node);
    text_offset = found;
    Py_RETURN_NONE;
}

static PyMethodDef METHODS[] = {
    {"learn", learn, METH_VARARGS, "Find lexbor's functions and what elements are to us; ImportError where it cannot."},
    {"walk", walk, METH_VARARGS, "Return the outline of the tree at an address, given its body's (0: none) and known addresses."},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef MODULE = {PyModuleDef_HEAD_INIT, "_walk", "One walk over a parsed page.", -1, METHODS};

PyMODINIT_FUNC PyInit__walk(void) {
    PyObject *module = PyModule_Create(&MODULE);
    if (module != NULL && PyModule_AddStringConstant(module, "SOURCE", SOURCE) < 0) Py_CLEAR(module);
    return module; /* SOURCE: the digest of this file when it was compiled */
}
