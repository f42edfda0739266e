/* calls: all rows of this build, and a program's instructions bound to its kernels and to memory, so that
   running them decides nothing. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "exec.h"
#include "gemm.h"
#include "local.h"
#include "rows.h"

static const Op *const families[] = {
    VARIANT(op_arithmetic), VARIANT(op_products), VARIANT(op_functions),
    VARIANT(op_reductions), VARIANT(op_losses),   VARIANT(op_updates),
};
enum { FAMILIES = sizeof families / sizeof *families };

const Op *VARIANT(op_find)(const char *name) {
    for (int family = 0; family < FAMILIES; family++)
        for (const Op *row = families[family]; row->name; row++)
            if (strcmp(row->name, name) == 0) return row;
    return NULL;
}

const Op *VARIANT(op_at)(int index) {
    for (int family = 0; family < FAMILIES; family++)
        for (const Op *row = families[family]; row->name; row++)
            if (index-- == 0) return row;
    return NULL;
}

typedef struct Call {
    Kernel *kernel;
    Args args;
} Call;

struct Calls {
    int count;
    Call call[];
};

static Mat slot_mat(const Program *program, int slot, real *mem) {
    const Slot *s = &program->slots[slot];
    return tensor_mat(mem + s->at, s->rows, s->cols);
}

static Call call_bind(const Program *program, const Instr *instr, real *mem, real *work) {
    const Op *op = VARIANT(op_find)(instr->op->name);
    assert(op != NULL); /* each build has the same rows */
    bool backward = instr->phase == PHASE_BACKWARD && op->back && instr->result >= 0;
    Call call = {.kernel = backward ? op->back : op->run,
                 .args = {.out = slot_mat(program, instr->dst, mem),
                          .number = {instr->number[0], instr->number[1]},
                          .wrt = instr->wrt,
                          .add = instr->add,
                          .work = work}};
    for (int i = 0; i < instr->ins; i++) call.args.in[i] = slot_mat(program, instr->in[i], mem);
    if (backward) {
        call.args.result = slot_mat(program, instr->result, mem);
        call.args.upstream = slot_mat(program, instr->upstream, mem);
    }
    return call;
}

/* One piece of memory: the calls, then the workspace, which is aligned. */
static Calls *calls_bind(const Program *program, void *mem) {
    size_t count = (size_t)program->instr_count;
    size_t bytes = (sizeof(Calls) + count * sizeof(Call) + 127) / 128 * 128;
    Calls *calls = aligned_alloc(128, bytes + 2 * GEMM_WORK * sizeof(real));
    if (!calls) return NULL;
    real *work = (real *)(void *)((char *)calls + bytes);
    calls->count = program->instr_count;
    for (size_t i = 0; i < count; i++) calls->call[i] = call_bind(program, &program->instrs[i], mem, work);
    return calls;
}

static void calls_run(const Calls *calls, int from, int to) {
    for (int i = from; i < to; i++) calls->call[i].kernel(&calls->call[i].args);
}

static bool calls_finite(const Calls *calls, int index) {
    Mat out = calls->call[index].args.out;
    for (int j = 0; j < out.cols; j++) {
        for (int i = 0; i < out.rows; i++) {
            real number = *tensor_element(out, i, j);
            if (number - number != 0) return false;
        }
    }
    return true;
}

static bool calls_locals(const Calls *calls, const Program *program, int index, int operand, int row, int col,
                         LocalList *list) {
    const Op *op = VARIANT(op_find)(program->instrs[index].op->name);
    return VARIANT(local_derivatives)(op, &calls->call[index].args, operand, row, col, list);
}

#ifdef REAL_DOUBLE
#define BUILD_NAME "double"
#else
#define BUILD_TEXT(suffix)  #suffix
#define BUILD_QUOTE(suffix) BUILD_TEXT(suffix)
#define BUILD_NAME          BUILD_QUOTE(VARIANT_SUFFIX)
#endif

const Exec VARIANT(exec_build) = {
    .name = BUILD_NAME,
    .real_size = sizeof(real),
    .bind = calls_bind,
    .run = calls_run,
    .finite = calls_finite,
    .locals = calls_locals,
};
