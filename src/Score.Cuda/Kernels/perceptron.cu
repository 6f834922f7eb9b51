#if MODEL == 0

static const int LevelStride = 2 + DIMENSION + (DEPTH + 1) * WIDTH;
static const int InputWeights = 0;
static const int BlockWeights = InputWeights + DIMENSION * WIDTH;
static const int OutputWeights = BlockWeights + DEPTH * WIDTH * WIDTH;
static const int OutputBias = OutputWeights + WIDTH * DIMENSION;
static const int ClassRows = OutputBias + DIMENSION;

// Rows that a thread takes together in the last layer.
static const int OutputRows = ROWS % 4 == 0 && DIMENSION * ROWS >= 4 * THREADS ? 4 : ROWS % 2 == 0 && DIMENSION * ROWS >= 2 * THREADS ? 2 : 1;

#if CLASSES > 0
// What a class adds to the first layer; none for no label.
DEVICE const REAL* class_row(const Arguments& a, long long row, bool labelled)
{
    return a.weights + ClassRows + (labelled && row < a.rows ? a.labels[row] : CLASSES) * WIDTH;
}
#endif

#endif
