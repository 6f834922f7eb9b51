namespace ScoreSde.Cuda.Launching;

/// <summary>How the samples of a launch are dealt out: none of it changes a number.</summary>
/// <param name="Rows">Samples of a block.</param>
/// <param name="TileRows">Samples of a thread, in a perceptron's own type; else 1.</param>
/// <param name="Threads">Threads of a block.</param>
/// <param name="StatesShared">Whether the samples' states lie in shared memory.</param>
/// <param name="SharedBytes">Shared memory of a block.</param>
internal sealed record LaunchShape(int Rows, int TileRows, int Threads, bool StatesShared, int SharedBytes)
{
    /// <summary>Hidden units of a thread.</summary>
    public const int TileColumns = 8;

    private const int Warp = 32;
    private const int Schedulers = 4;
    private const int RegistersOfBlock = 1 << 16;
    private const int MostRegisters = 255;
    private const int OtherRegisters = 40;

    // States in the device's memory cost so much of a step more.
    private const double FarStates = 1.25;

    // Warps on the tensor cores, whose rows come in sixteens, and what reading the weights costs a block, in rows.
    private const int Warps = 8;
    private const int FragmentRows = 16;
    private const int RowsOfWeights = 32;
    private const int MostSums = 96;
    private const int MostSumsOfOneFragment = 176;

    // Samples of a mixture are threads, a few blocks to a multiprocessor.
    private const int BlocksOfMultiprocessor = 16;
    private const int MostMixtureRows = 256;

    private static readonly int[] TileRowChoices = [10, 8, 6, 5, 4, 3, 2, 1];

    /// <summary>Blocks of a launch.</summary>
    public int Blocks(long rows) => checked((int)((rows + Rows - 1) / Rows));

    /// <summary>Inputs whose weights a thread fetches while it multiplies by those before: as many as its registers hold beside the sums.</summary>
    public int InputsAhead(int numberBytes)
    {
        int words = numberBytes / sizeof(float);
        int free = Math.Min(MostRegisters, RegistersOfBlock / Threads) - OtherRegisters - (TileRows * TileColumns * words);
        return free switch
        {
            _ when free >= 2 * 8 * TileColumns * words => 8,
            _ when free >= 2 * 4 * TileColumns * words => 4,
            _ when free >= 2 * 2 * TileColumns * words => 2,
            _ => 1,
        };
    }

    /// <summary>The shape in which the busiest multiprocessor is done first.</summary>
    /// <param name="settings">Model and run.</param>
    /// <param name="rows">Samples of the launch.</param>
    /// <param name="multiprocessors">Of the device.</param>
    /// <param name="sharedBytes">The most of one block.</param>
    /// <param name="threads">The most of one block.</param>
    /// <exception cref="NotSupportedException">Not even the smallest block fits.</exception>
    public static LaunchShape For(KernelSettings settings, long rows, int multiprocessors, int sharedBytes, int threads = 1024)
    {
        (LaunchShape Shape, double Cost)? best = null;
        foreach ((LaunchShape shape, double cost) in Candidates(settings, rows, multiprocessors))
        {
            if (shape.Threads > threads || settings.SharedBytes(shape.Rows, shape.StatesShared) > sharedBytes)
            {
                continue;
            }

            double whole = shape.StatesShared ? cost : cost * FarStates;
            if (best is null || whole < best.Value.Cost)
            {
                best = (shape with { SharedBytes = (int)settings.SharedBytes(shape.Rows, shape.StatesShared) }, whole);
            }
        }

        return best?.Shape ?? throw new NotSupportedException(settings.Products > 0
            ? $"A width of {settings.Width} is too large for products in bfloat16; take the exact ones."
            : $"A block of threads of this device does not hold a model of {Math.Max(settings.Width, settings.Dimension)} units.");
    }

    /// <summary>The best shape with so many samples of a block.</summary>
    /// <exception cref="NotSupportedException">There is none.</exception>
    public static LaunchShape OfRows(KernelSettings settings, int blockRows, int sharedBytes, int threads = 1024) =>
        Candidates(settings, (long)blockRows * BlocksOfMultiprocessor, 1)
            .Where(candidate => candidate.Shape.Rows == blockRows && candidate.Shape.Threads <= threads
                && settings.SharedBytes(blockRows, candidate.Shape.StatesShared) <= sharedBytes)
            .OrderBy(static candidate => candidate.Shape.StatesShared ? candidate.Cost : candidate.Cost * FarStates)
            .Select(candidate => candidate.Shape with { SharedBytes = (int)settings.SharedBytes(blockRows, candidate.Shape.StatesShared) })
            .FirstOrDefault() ?? throw new NotSupportedException($"A block cannot have {blockRows} samples of this model.");

    private static IEnumerable<(LaunchShape Shape, double Cost)> Candidates(KernelSettings settings, long rows, int multiprocessors)
    {
        IEnumerable<(int Rows, int TileRows, int Threads, double Cost)> all = settings switch
        {
            { Width: 0 } => Mixtures(rows, multiprocessors),
            { Products: > 0 } => Fragments(settings),
            _ => Tiles(settings),
        };
        foreach ((int block, int tile, int threads, double cost) in all)
        {
            long blocks = (rows + block - 1) / block;
            double waves = Math.Max(1, (blocks + multiprocessors - 1) / multiprocessors);
            yield return (new LaunchShape(block, tile, threads, true, 0), waves * cost);
            yield return (new LaunchShape(block, tile, threads, false, 0), waves * cost);
        }
    }

    // A thread's sums are in its registers; for each input it loads its samples' activations, four at a time, and its eight weights.
    private static IEnumerable<(int Rows, int TileRows, int Threads, double Cost)> Tiles(KernelSettings settings)
    {
        int columns = settings.Width / TileColumns;
        int words = settings.IsDouble ? 2 : 1;
        foreach (int tile in TileRowChoices)
        {
            int registers = (tile * TileColumns * words) + OtherRegisters;
            for (int groups = 1; groups * columns <= RegistersOfBlock / Math.Min(registers, MostRegisters); groups++)
            {
                int threads = groups * columns;
                double warps = Math.Ceiling((threads + Warp - 1) / Warp / (double)Schedulers);
                double hidden = Math.Max(1, 2 / warps);
                double instructions = (tile * TileColumns) + (2 * ((tile + 3) / 4)) + 8;
                yield return (tile * groups, tile, threads, warps * hidden * instructions);
            }
        }
    }

    // The sums of a block are in the registers of its warps; its weights come from afar once for all its rows.
    private static IEnumerable<(int Rows, int TileRows, int Threads, double Cost)> Fragments(KernelSettings settings)
    {
        for (int block = FragmentRows; block == FragmentRows || settings.Width * block / (Warps * Warp) <= MostSums; block += FragmentRows)
        {
            if (settings.Width * block / (Warps * Warp) <= MostSumsOfOneFragment)
            {
                yield return (block, 1, Warps * Warp, block + RowsOfWeights);
            }
        }
    }

    private static IEnumerable<(int Rows, int TileRows, int Threads, double Cost)> Mixtures(long rows, int multiprocessors)
    {
        int enough = (int)Math.Clamp(rows / multiprocessors / BlocksOfMultiprocessor, Warp, MostMixtureRows) / Warp * Warp;
        for (int block = enough; block >= Warp; block -= Warp)
        {
            yield return (block, 1, block, 1 + (enough / block));
        }

        for (int block = Warp / 2; block >= 1; block /= 2)
        {
            yield return (block, 1, block, 100.0 * Warp / block);
        }
    }
}
