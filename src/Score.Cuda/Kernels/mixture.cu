#if MODEL == 1

static const int ComponentSize = 1 + DIMENSION + DIMENSION * DIMENSION;
static const int LevelStride = 1 + COMPONENTS * ComponentSize;

// epsilon = sigma sum_k r_k P_k (x - alpha m_k), r = softmax of c_k - (x - alpha m_k)' P_k (x - alpha m_k) / 2.
DEVICE void evaluate_row(const REAL* state, REAL* target, const REAL* level, int row)
{
    REAL x[DIMENSION], sum[DIMENSION], y[DIMENSION];
    REAL most = 0, all = 0;
    UNROLL
    for (int i = 0; i < DIMENSION; i++)
    {
        x[i] = state[i * ROWS + row];
        sum[i] = 0;
    }

    for (int k = 0; k < COMPONENTS; k++)
    {
        const REAL* component = level + 1 + k * ComponentSize;
        const REAL* mean = component + 1;
        const REAL* precision = mean + DIMENSION;
        REAL square = 0;
        UNROLL
        for (int i = 0; i < DIMENSION; i++)
        {
            y[i] = 0;
            UNROLL
            for (int j = 0; j < DIMENSION; j++)
            {
                y[i] = fused(precision[i * DIMENSION + j], x[j] - mean[j], y[i]);
            }

            square = fused(y[i], x[i] - mean[i], square);
        }

        // The greatest logit so far is the scale of all sums.
        REAL logit = component[0] - (REAL)0.5 * square;
        REAL share = 1;
        if (k == 0 || logit > most)
        {
            REAL shrink = k == 0 ? (REAL)0 : exponential(most - logit);
            most = logit;
            all = fused(all, shrink, (REAL)1);
            UNROLL
            for (int i = 0; i < DIMENSION; i++)
            {
                sum[i] = fused(sum[i], shrink, y[i]);
            }
        }
        else
        {
            share = exponential(logit - most);
            all += share;
            UNROLL
            for (int i = 0; i < DIMENSION; i++)
            {
                sum[i] = fused(share, y[i], sum[i]);
            }
        }
    }

    REAL scale = level[0] / all;
    UNROLL
    for (int i = 0; i < DIMENSION; i++)
    {
        target[i * ROWS + row] = scale * sum[i];
    }
}

#endif
