DEVICE unsigned high_product(unsigned a, unsigned b)
{
#ifdef TWIN
    return (unsigned)(((unsigned long long)a * b) >> 32);
#else
    return __umulhi(a, b);
#endif
}

// Philox4x32-10; words 2·half and 2·half + 1 of the block of a sample.
DEVICE void philox(unsigned long long seed, int purpose, unsigned interval, long long sample, unsigned block, int half, unsigned& x, unsigned& y)
{
    unsigned c0 = block;
    unsigned c1 = interval;
    unsigned c2 = (unsigned)sample;
    unsigned c3 = ((unsigned)purpose << 24) | ((unsigned)(sample >> 32) & 0xFFFFFF);
    unsigned k0 = (unsigned)seed;
    unsigned k1 = (unsigned)(seed >> 32);
    UNROLL
    for (int round = 0; round < 10; round++)
    {
        unsigned high0 = high_product(0xD2511F53u, c0);
        unsigned high1 = high_product(0xCD9E8D57u, c2);
        unsigned low0 = 0xD2511F53u * c0;
        unsigned low1 = 0xCD9E8D57u * c2;
        c0 = high1 ^ c1 ^ k0;
        c2 = high0 ^ c3 ^ k1;
        c1 = low1;
        c3 = low0;
        k0 += 0x9E3779B9u;
        k1 += 0xBB67AE85u;
    }

    x = half == 0 ? c0 : c2;
    y = half == 0 ? c1 : c3;
}

// Box and Muller's pair, in double.
DEVICE void normals(unsigned x, unsigned y, double& first, double& second)
{
    double radius = sqrt(-2 * log(((double)x + 0.5) * (1.0 / 4294967296.0)));
#ifdef TWIN
    double angle = ((double)y + 0.5) * (2 * 3.14159265358979323846 / 4294967296.0);
    double sine = std::sin(angle), cosine = std::cos(angle);
#else
    double sine, cosine;
    sincospi(((double)y + 0.5) * (2.0 / 4294967296.0), &sine, &cosine);
#endif
    first = radius * cosine;
    second = radius * sine;
}
