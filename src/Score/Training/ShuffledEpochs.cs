using ScoreSde.Data;

namespace ScoreSde.Training;

/// <summary>
/// The order in which rows are trained on: epoch after epoch, each a permutation of all rows that is a function of (seed, epoch).
/// A batch may begin in one epoch and end in the next.
/// </summary>
internal sealed class ShuffledEpochs(int count, TrainingNoise noise)
{
    private int[] order = [];
    private long orderEpoch = -1;

    /// <summary>rows[i] = the row at place first + i of the endless sequence.</summary>
    public void Read(long first, Span<int> rows)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            (long epoch, long place) = Math.DivRem(first + i, count);
            if (epoch != orderEpoch)
            {
                order = RandomOrder.Of(count, noise.Key(epoch));
                orderEpoch = epoch;
            }

            rows[i] = order[place];
        }
    }
}
