namespace ScoreSde.Training;

/// <summary>
/// The losses of a run so far: the mean over each of at most about 100 equal blocks of steps, and a moving average. It is
/// part of a training checkpoint, so that a resumed run reports what an unbroken one would.
/// </summary>
public sealed class LossHistory
{
    private const int Blocks = 100;
    private readonly List<double> means = [];

    /// <summary>An empty history of a run of this many steps.</summary>
    public LossHistory(int steps) => BlockSteps = (Require.Positive(steps) + Blocks - 1) / Blocks;

    internal LossHistory(int blockSteps, IEnumerable<double> means, double openSum, int openSteps, double smoothed)
    {
        BlockSteps = Require.Positive(blockSteps);
        this.means.AddRange(means);
        OpenSum = openSum;
        OpenSteps = openSteps;
        Smoothed = smoothed;
    }

    /// <summary>Steps in a block.</summary>
    public int BlockSteps { get; }

    /// <summary>The mean loss of each complete block.</summary>
    public IReadOnlyList<double> Means => means;

    /// <summary>The moving average with decay 0.99, warmed up like that of the weights; NaN before the first step.</summary>
    public double Smoothed { get; private set; } = double.NaN;

    internal double OpenSum { get; private set; }

    internal int OpenSteps { get; private set; }

    internal void Add(double loss, long step)
    {
        double decay = MovingAverage.DecayAt(0.99, step);
        Smoothed = double.IsNaN(Smoothed) ? loss : loss + (decay * (Smoothed - loss));
        OpenSum += loss;
        if (++OpenSteps == BlockSteps)
        {
            means.Add(OpenSum / OpenSteps);
            OpenSum = 0;
            OpenSteps = 0;
        }
    }
}
