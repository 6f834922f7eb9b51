using ScoreSde.Noise;
using ScoreSde.States;

namespace ScoreSde.Workloads;

/// <summary>Work on arrays of 50 million numbers, each thread with its own part.</summary>
internal sealed class FiftyMillion(string name, Action<TileSpace<float>, Tile<float>[]> work, int arrays) : IWorkload
{
    private const int Dimension = 64;
    private const int Rows = 50_000_000 / Dimension;

    private (TileSpace<float> Space, Tile<float>[] Tiles)[] parts = [];

    public string Name => name;

    /// <summary>Standard normals.</summary>
    public static FiftyMillion Normals { get; } =
        new("w5", static (space, x) => space.FillNormal(x[0], 1, new NoiseKey(1, 0, NoisePurpose.Step)), 1);

    /// <summary>x ← 0.9 x + 0.05 y + 0.05 z.</summary>
    public static FiftyMillion Combination { get; } =
        new("w6", static (space, x) => space.Combine(x[0], (0.9, x[0]), (0.05, x[1]), (0.05, x[2])), 3);

    public void Run(int threads, double share)
    {
        if (parts.Length != threads)
        {
            parts = [.. Enumerable.Range(0, threads).Select(part => Part(part, threads))];
        }

        Thread[] others = [.. parts[1..].Select(part => new Thread(() => work(part.Space, part.Tiles)))];
        foreach (Thread thread in others)
        {
            thread.Start();
        }

        work(parts[0].Space, parts[0].Tiles);
        foreach (Thread thread in others)
        {
            thread.Join();
        }
    }

    private (TileSpace<float> Space, Tile<float>[] Tiles) Part(int part, int threads)
    {
        int first = (int)((long)Rows * part / threads);
        int rows = (int)((long)Rows * (part + 1) / threads) - first;
        var space = new TileSpace<float>(rows, Dimension);
        space.MoveTo(first, rows);
        Tile<float>[] tiles = [.. Enumerable.Range(0, arrays).Select(_ => space.Allocate())];
        foreach (Tile<float> tile in tiles)
        {
            tile.Values.Fill(1);
        }

        return (space, tiles);
    }
}
