// What libtorch's own operators take several passes or launches for, on memory of its tensors: sums of states, noise, and what stands between two
// convolutions or products of a network. One source for two compilers, as in contract.cu.
//
// Defines, by the host:
//   REAL float | double     PACK: numbers that a thread takes at once, whose memory is aligned to as many
//   GROUP: for norm_groups, the packs of one group in a pixel
//   FEW: for spread_pictures and gather_pictures, the channels on the side that has few
// Items are fewer than 2^32.
// A kernel NAME has blocks of THREADS threads and one argument, its structure. Names are none of CUDA's own functions.

#ifdef TWIN
#include <cmath>
#include <vector>
#define DEVICE static inline
#define UNROLL
#define KERNEL(name, Structure) \
    static void name(const Structure& a, long long block, char* room); \
    extern "C" void name##_twin(const Structure* a, int blocks, int roomBytes) \
    { \
        std::vector<double> room(roomBytes / sizeof(double) + 2); \
        for (int block = 0; block < blocks; block++) \
        { \
            name(*a, block, (char*)room.data()); \
        } \
    } \
    static void name(const Structure& a, long long block, char* room)
#define BLOCK block
#define ROOM room
#define SHARED
#define THREADS_DO for (int thread = 0; thread < THREADS; thread++) {
#define THREADS_MEET }
#else
#define DEVICE static __device__ __forceinline__
#define UNROLL _Pragma("unroll")
#define KERNEL(name, Structure) extern "C" __global__ void __launch_bounds__(THREADS) name(const Structure a)
#define BLOCK ((long long)blockIdx.x)
#define ROOM dynamicRoom
#define SHARED __shared__
#define THREADS_DO { const int thread = threadIdx.x;
#define THREADS_MEET } __syncthreads();
extern __shared__ __align__(16) char dynamicRoom[];
#endif

#define THREADS 256
#define SUMS 16

// Packs that a thread asks memory for at once; pixels of a thread in spread_pictures.
#define AT_ONCE 4
#define PIXELS 8

// Kinds of an order.
#define SUM 0
#define NEW_NOISE 1
#define ADDED_NOISE 2

struct alignas(sizeof(REAL) * PACK) Pack
{
    REAL v[PACK];
};

struct WalkOrder
{
    REAL* target;
    double scale;
    unsigned interval;
    int purpose;
    int kind;
    int first;
    int terms;
    int padding;
};

struct WalkArguments
{
    WalkOrder order[8];
    const REAL* states[32];
    double weights[32];
    long long count;
    unsigned long long seed;
    long long firstSample;
    long long dimension;
    long long orders;
};

struct RatioArguments
{
    REAL* target;
    const REAL* direction;
    const REAL* numerator;
    const REAL* denominator;
    double weight;
    long long rows;
    int dimension;
    int power;
    int team;
    int padding;
};

struct JoinArguments
{
    REAL* target;
    const REAL* state;
    const REAL* further;
    const REAL* bias;
    long long count;
    int channels;
    int padding;
};

struct NormArguments
{
    const REAL* x;
    const REAL* beside;
    const REAL* shift;
    const REAL* weight;
    const REAL* bias;
    REAL* y;
    long long shiftStride;
    double epsilon;
    int pixels;
    int channels;
    int own;
    int groups;
    int activate;
    int kept;
};

struct FewArguments
{
    const REAL* x;
    const REAL* weight;
    const REAL* bias;
    REAL* y;
    long long pictures;
    int height;
    int width;
    int channels;
    int lines;
};

DEVICE REAL silu(REAL x)
{
#ifdef TWIN
    return x / (1 + std::exp(-x));
#else
    return x / ((REAL)1 + exp(-x));
#endif
}
