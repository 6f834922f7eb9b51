using ScoreSde.Noise;

namespace ScoreSde.Torch.Noise;

/// <summary>
/// Keeps normals of the intervals to come, so that a run of steps draws many intervals in one pass. Which numbers a key names does not
/// depend on it.
/// </summary>
/// <remarks>
/// What a solver asks for is learnt by listening: for each purpose, twice as many intervals as before are drawn whenever the one that is
/// asked for follows those that were kept (or goes a few back, as a step of several draws may), and one alone where it does not. A walk begins
/// with as many intervals as it was said to have steps; where a batch was walked before, its last interval is known and none is drawn past it.
/// Where memory does not suffice for a pass, half of it is tried.
/// </remarks>
internal sealed class NoiseAhead : IDisposable
{
    // Numbers that are drawn in one pass: 128 MB of float on a device, beside ten times that while they are made; on the CPU what the caches hold.
    private const long MostOnDevice = 1 << 25;
    private const long MostOnHost = 1 << 16;

    private readonly Dictionary<NoisePurpose, Stretch> stretches = [];
    private readonly PhiloxNormals philox;
    private readonly int dimension;
    private readonly long mostNumbers;
    private int most = 1;
    private int expected = 1;

    /// <param name="dimension">Numbers in a row.</param>
    /// <param name="type">float32 or float64.</param>
    /// <param name="device">Where the normals are made.</param>
    /// <param name="mostNumbers">How many are kept for a purpose, unless one interval has more; 0 for what suits the device.</param>
    public NoiseAhead(int dimension, torch.ScalarType type, torch.Device device, long mostNumbers = 0)
    {
        this.dimension = dimension;
        this.mostNumbers = mostNumbers > 0 ? mostNumbers : device.type == DeviceType.CPU ? MostOnHost : MostOnDevice;
        philox = new PhiloxNormals(dimension, type, device);
    }

    /// <summary>Makes the numbers those of samples firstSample … firstSample + rows − 1.</summary>
    public void MoveTo(long firstSample, int rows)
    {
        philox.MoveTo(firstSample, rows);
        most = (int)Math.Clamp(mostNumbers / ((long)rows * dimension), 1, int.MaxValue);
        foreach (Stretch stretch in stretches.Values)
        {
            stretch.StartAgain();
        }
    }

    /// <summary>A walk of so many steps is about to begin.</summary>
    public void Expect(int steps) => expected = steps;

    /// <summary>Standard normals [rows, dimension]. The caller disposes.</summary>
    public Tensor Draw(NoiseKey key)
    {
        if (!stretches.TryGetValue(key.Purpose, out Stretch? stretch))
        {
            stretch = new Stretch();
            stretches.Add(key.Purpose, stretch);
        }

        bool ofSteps = key.Purpose is NoisePurpose.Step or NoisePurpose.Corrector;
        return stretch.Take(key, ofSteps ? expected : 1, most, philox);
    }

    public void Dispose()
    {
        philox.Dispose();
        foreach (Stretch stretch in stretches.Values)
        {
            stretch.Dispose();
        }
    }

    /// <summary>The intervals of one purpose that are kept.</summary>
    private sealed class Stretch : IDisposable
    {
        private const int FewBack = 8;

        private Tensor? normals;
        private ulong seed;
        private long first;
        private int count;

        // The interval that a walk began with and the one after its last, of this walk and of the one before.
        private (long First, long End) walk;
        private (long First, long End) walkBefore;

        public void StartAgain()
        {
            if (walk.End > walk.First)
            {
                walkBefore = walk;
            }

            walk = default;
            count = 0;
            normals?.Dispose();
            normals = null;
        }

        public Tensor Take(NoiseKey key, int expected, int most, PhiloxNormals philox)
        {
            long interval = key.Interval;
            if (count == 0 || key.Seed != seed || interval < first || interval >= first + count)
            {
                Refill(key, expected, most, philox);
            }

            walk.End = Math.Max(walk.End, interval + 1);
            return normals!.select(0, interval - first).DetachFromDisposeScope();
        }

        private void Refill(NoiseKey key, int expected, int most, PhiloxNormals philox)
        {
            long interval = key.Interval;
            bool begins = walk.End == walk.First;
            bool follows = !begins && key.Seed == seed && interval >= first - FewBack && interval <= first + count;
            if (begins)
            {
                walk = (interval, interval);
            }

            // What was walked before is taken for what is to come, as far as it reaches.
            long known = walkBefore.First == walk.First && (begins || follows) ? walkBefore.End - interval : 0;
            long wanted = known > 0 ? known : follows ? 2L * count : begins ? expected - interval : 1;
            int drawn = (int)Math.Min(Math.Clamp(wanted, 1, most), (1L << 32) - interval);
            normals?.Dispose();
            (normals, seed, first, count) = (null, key.Seed, interval, 0);
            while (normals is null)
            {
                try
                {
                    normals = philox.Draw(key, drawn).DetachFromDisposeScope();
                }
                catch (Exception failure) when (drawn > 1 && DeviceMemory.RanOut(failure))
                {
                    drawn /= 2;
                }
            }

            count = drawn;
        }

        public void Dispose() => normals?.Dispose();
    }
}
