/* What a page's bytes or text tell at one look each: whether they are UTF-8, marks of lines, the shape of numbers, terms.
 *
 * `kaoping.markup.scanning` says what each of these functions means, in Python; everything here gives the same.
 */

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>
#include <string.h>

typedef const unsigned char *Bytes;

/* Return how many bytes the letter at `at` has, 0 where it is not UTF-8 (RFC 3629). */
static size_t letter(Bytes at, size_t left) {
    unsigned char first = at[0];
    if (first < 0x80) return 1;
    if (first < 0xc2 || first > 0xf4) return 0;
    size_t length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    if (left < length) return 0;
    unsigned char low = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
    unsigned char high = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
    if (at[1] < low || at[1] > high) return 0;
    for (size_t more = 2; more < length; more++)
        if ((at[more] & 0xc0) != 0x80) return 0;
    return length;
}

static PyObject *count(PyObject *self, PyObject *args) {
    const char *text;
    Py_ssize_t length, found = 0;
    int sign;
    if (!PyArg_ParseTuple(args, "y#C", &text, &length, &sign)) return NULL;
    for (Py_ssize_t at = 0; at < length; at++) found += text[at] == (char)sign;
    return PyLong_FromSsize_t(found);
}

static PyObject *holds(PyObject *self, PyObject *args) {
    const char *text, *part;
    Py_ssize_t length, wide;
    if (!PyArg_ParseTuple(args, "y#y#", &text, &length, &part, &wide)) return NULL;
    if (wide == 0) Py_RETURN_TRUE;
    for (const char *end = text + length; end - text >= wide; text++) {
        if ((text = memchr(text, *part, (size_t)(end - text - wide + 1))) == NULL) break;
        if (memcmp(text, part, (size_t)wide) == 0) Py_RETURN_TRUE;
    }
    Py_RETURN_FALSE;
}

static PyObject *is_utf8(PyObject *self, PyObject *text) {
    if (!PyBytes_Check(text)) return PyErr_Format(PyExc_TypeError, "bytes are wanted");
    Bytes at = (Bytes)PyBytes_AS_STRING(text), end = at + PyBytes_GET_SIZE(text);
    while (at < end) {
        uint64_t eight;
        if (end - at >= 8 && (memcpy(&eight, at, 8), !(eight & 0x8080808080808080u))) {
            at += 8;
            continue;
        }
        if (end - at >= 3 && *at > 0xe0 && *at < 0xed && (at[1] & 0xc0) == 0x80 && (at[2] & 0xc0) == 0x80) {
            at += 3; /* nearly all of Chinese */
            continue;
        }
        size_t length = letter(at, (size_t)(end - at));
        if (length == 0) Py_RETURN_FALSE;
        at += length;
    }
    Py_RETURN_TRUE;
}

/* The CRC-32 of zlib, eight bytes at a time: sums[n] are those of a byte with n zero bytes behind it. */
static uint32_t sums[8][256];

static void learn_sums(void) {
    for (uint32_t byte = 0; byte < 256; byte++) {
        uint32_t sum = byte;
        for (int bit = 0; bit < 8; bit++) sum = sum >> 1 ^ (sum & 1 ? 0xedb88320u : 0);
        sums[0][byte] = sum;
    }
    for (int behind = 1; behind < 8; behind++)
        for (int byte = 0; byte < 256; byte++)
            sums[behind][byte] = sums[behind - 1][byte] >> 8 ^ sums[0][sums[behind - 1][byte] & 255];
}

static uint32_t crc32_of(Bytes at, size_t length) {
    uint32_t sum = 0xffffffffu;
    for (; length >= 8; length -= 8, at += 8) {
        sum ^= at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
        sum = sums[7][sum & 255] ^ sums[6][sum >> 8 & 255] ^ sums[5][sum >> 16 & 255] ^ sums[4][sum >> 24] ^
              sums[3][at[4]] ^ sums[2][at[5]] ^ sums[1][at[6]] ^ sums[0][at[7]];
    }
    for (; length; length--, at++) sum = sum >> 8 ^ sums[0][(sum ^ *at) & 255];
    return ~sum;
}

static PyObject *line_marks(PyObject *self, PyObject *args) {
    const char *text;
    Py_ssize_t length, most;
    if (!PyArg_ParseTuple(args, "y#n", &text, &length, &most)) return NULL;
    Py_ssize_t lines = 1;
    for (const char *at = text, *end = text + length; lines < most; lines++, at++)
        if ((at = memchr(at, '\n', (size_t)(end - at))) == NULL) break;
    PyObject *marks = PyBytes_FromStringAndSize(NULL, lines * (Py_ssize_t)sizeof(uint32_t));
    PyObject *widths = PyBytes_FromStringAndSize(NULL, lines * (Py_ssize_t)sizeof(uint16_t));
    if (marks == NULL || widths == NULL) {
        Py_XDECREF(marks);
        Py_XDECREF(widths);
        return NULL;
    }
    const char *at = text, *end = text + length;
    for (Py_ssize_t line = 0; line < lines; line++) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        size_t wide = (size_t)((stop != NULL ? stop : end) - at);
        uint32_t mark = crc32_of((Bytes)at, wide);
        uint16_t width = wide < UINT16_MAX ? (uint16_t)wide : UINT16_MAX;
        memcpy(PyBytes_AS_STRING(marks) + line * (Py_ssize_t)sizeof mark, &mark, sizeof mark);
        memcpy(PyBytes_AS_STRING(widths) + line * (Py_ssize_t)sizeof width, &width, sizeof width);
        at += wide + 1;
    }
    return Py_BuildValue("NN", marks, widths);
}

static PyObject *shape(PyObject *self, PyObject *text) {
    if (!PyBytes_Check(text)) return PyErr_Format(PyExc_TypeError, "bytes are wanted");
    Bytes at = (Bytes)PyBytes_AS_STRING(text), end = at + PyBytes_GET_SIZE(text);
    char *shape = PyMem_Malloc((size_t)(end - at) + 1), *into = shape;
    if (shape == NULL) return PyErr_NoMemory();
    int wide = 0, latin = 0, broken = 0;
    for (; at < end; at++) {
        if (*at < 0x80) *into++ = *at >= '1' && *at <= '9' ? '0' : (char)*at;
        else if (*at >= 0xc0) *into++ = '?';
        latin += *at == 0xc3;
        if (*at != 0xef || end - at < 3) continue;
        wide |= at[1] == 0xbc && at[2] >= 0x90 && at[2] <= 0x99;
        broken += at[1] == 0xbf && at[2] == 0xbd;
    }
    PyObject *both = Py_BuildValue("y#Oii", shape, (Py_ssize_t)(into - shape), wide ? Py_True : Py_False, latin, broken);
    PyMem_Free(shape);
    return both;
}

/* Terms are found by their first six bytes, two letters in Chinese, which hardly any place of a text shares with one, and
 * shorter ones by their first three: whether a term begins like this is one bit each. */
enum { HEAD = 3, LONG = 6, BITS = 16, BUCKETS = 1 << 12, LONGEST_CHAIN = 32 };

typedef struct { uint32_t place, length; int32_t next; } Term;
typedef struct {
    unsigned char heads[(1 << BITS) / 8], longs[(1 << BITS) / 8]; /* bits of what short terms and others begin with */
    int32_t by_head[BUCKETS], by_long[BUCKETS]; /* the first term of each chain: of short terms, and of others */
    unsigned char *letters;
    Term *terms;
} Terms;

static uint32_t hashed(uint64_t value) {
    return (uint32_t)(value * 0x9e3779b97f4a7c15u >> (64 - BITS));
}

static uint32_t head(Bytes at) {
    return hashed(at[0] | (uint64_t)at[1] << 8 | (uint64_t)at[2] << 16);
}

static uint32_t long_head(Bytes at) {
    uint32_t first;
    uint16_t second;
    memcpy(&first, at, sizeof first);
    memcpy(&second, at + sizeof first, sizeof second);
    return hashed(first | (uint64_t)second << 32);
}

static int has(const unsigned char *bits, uint32_t hash) {
    return bits[hash >> 3] >> (hash & 7) & 1;
}

static void forget_terms(PyObject *capsule) {
    Terms *terms = PyCapsule_GetPointer(capsule, "terms");
    PyMem_Free(terms->letters);
    PyMem_Free(terms->terms);
    PyMem_Free(terms);
}

/* Add a term to its chain; False where that grows too long to be gone through at each place. */
static int add_term(Terms *terms, int32_t number) {
    Term *term = &terms->terms[number];
    Bytes letters = terms->letters + term->place;
    int is_long = term->length >= LONG, chained = 0;
    uint32_t hash = is_long ? long_head(letters) : head(letters);
    (is_long ? terms->longs : terms->heads)[hash >> 3] |= (unsigned char)(1 << (hash & 7));
    int32_t *first = (is_long ? terms->by_long : terms->by_head) + hash % BUCKETS;
    for (int32_t each = *first; each >= 0; each = terms->terms[each].next) chained++;
    term->next = *first;
    *first = number;
    return chained < LONGEST_CHAIN;
}

static PyObject *learn_terms(PyObject *self, PyObject *list) {
    if (!PyList_Check(list)) return PyErr_Format(PyExc_TypeError, "a list of bytes is wanted");
    Py_ssize_t count = PyList_GET_SIZE(list), size = 0;
    for (Py_ssize_t at = 0; at < count; at++) {
        PyObject *term = PyList_GET_ITEM(list, at);
        if (!PyBytes_Check(term)) return PyErr_Format(PyExc_TypeError, "a list of bytes is wanted");
        if (PyBytes_GET_SIZE(term) < HEAD) Py_RETURN_NONE;
        size += PyBytes_GET_SIZE(term);
    }
    if (size > INT32_MAX) Py_RETURN_NONE;
    Terms *terms = PyMem_Calloc(1, sizeof *terms);
    if (terms == NULL) return PyErr_NoMemory();
    PyObject *capsule = PyCapsule_New(terms, "terms", forget_terms);
    terms->letters = PyMem_Malloc((size_t)size + 1);
    terms->terms = PyMem_Calloc((size_t)count + 1, sizeof *terms->terms);
    if (capsule == NULL || terms->letters == NULL || terms->terms == NULL) {
        Py_XDECREF(capsule);
        return PyErr_NoMemory();
    }
    memset(terms->by_head, -1, sizeof terms->by_head);
    memset(terms->by_long, -1, sizeof terms->by_long);
    uint32_t place = 0;
    for (Py_ssize_t at = 0; at < count; at++) {
        PyObject *term = PyList_GET_ITEM(list, at);
        terms->terms[at] = (Term){place, (uint32_t)PyBytes_GET_SIZE(term), -1};
        memcpy(terms->letters + place, PyBytes_AS_STRING(term), (size_t)PyBytes_GET_SIZE(term));
        place += (uint32_t)PyBytes_GET_SIZE(term);
        if (!add_term(terms, (int32_t)at)) {
            Py_DECREF(capsule);
            Py_RETURN_NONE;
        }
    }
    return capsule;
}

/* Return the longest term that stands at a place; -1: none. */
static int32_t longest(const Terms *terms, Bytes at, size_t left) {
    int32_t best = -1, chains[] = {terms->by_head[head(at) % BUCKETS],
                                   left < LONG ? -1 : terms->by_long[long_head(at) % BUCKETS]};
    for (int chain = 0; chain < 2; chain++)
        for (int32_t each = chains[chain]; each >= 0; each = terms->terms[each].next) {
            const Term *term = &terms->terms[each];
            if (term->length <= left && (best < 0 || term->length > terms->terms[best].length) &&
                memcmp(at, terms->letters + term->place, term->length) == 0)
                best = each;
        }
    return best;
}

static PyObject *find_terms(PyObject *self, PyObject *args) {
    PyObject *capsule;
    const char *text;
    Py_ssize_t length;
    if (!PyArg_ParseTuple(args, "Oy#", &capsule, &text, &length)) return NULL;
    const Terms *terms = PyCapsule_GetPointer(capsule, "terms");
    PyObject *found = terms ? PyList_New(0) : NULL;
    if (found == NULL) return NULL;
    Bytes at = (Bytes)text, end = at + length;
    while (end - at >= HEAD) {
        size_t left = (size_t)(end - at);
        int32_t term = left < LONG || has(terms->longs, long_head(at)) || has(terms->heads, head(at))
                           ? longest(terms, at, left)
                           : -1;
        if (term < 0) {
            if ((*at & 0xf0) == 0xe0) at += 3; /* nearly always; a jump that is foreseen costs less than reckoning */
            else at += *at < 0xc0 ? 1 : *at < 0xe0 ? 2 : 4;
            continue;
        }
        Py_ssize_t start = at - (Bytes)text, past = start + terms->terms[term].length;
        PyObject *match = Py_BuildValue("inn", term, start, past);
        int failed = match ? PyList_Append(found, match) : -1;
        Py_XDECREF(match);
        if (failed) {
            Py_DECREF(found);
            return NULL;
        }
        at = (Bytes)text + past;
    }
    return found;
}

static PyMethodDef METHODS[] = {
    {"count", count, METH_VARARGS, NULL},
    {"holds", holds, METH_VARARGS, NULL},
    {"is_utf8", is_utf8, METH_O, NULL},
    {"line_marks", line_marks, METH_VARARGS, NULL},
    {"shape", shape, METH_O, NULL},
    {"learn_terms", learn_terms, METH_O, "Return what `find_terms` needs; None for terms that are too short or too alike."},
    {"find_terms", find_terms, METH_VARARGS, "Return (term, start, end) from left to right, of several the longest."},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef MODULE = {PyModuleDef_HEAD_INIT, "_scan", "One look at bytes or text.", -1, METHODS};

PyMODINIT_FUNC PyInit__scan(void) {
    learn_sums();
    PyObject *module = PyModule_Create(&MODULE);
    if (module != NULL && PyModule_AddStringConstant(module, "SOURCE", SOURCE) < 0) Py_CLEAR(module);
    return module; /* SOURCE: the digest of this file when it was compiled */
}
