using BenchmarkDotNet.Attributes;
using ScoreSde.Noise;
using ScoreSde.States;

namespace ScoreSde.Bench;

/// <summary>Normals by name against the framework's generator with the textbook transform, numbers per second.</summary>
public class NoiseBenchmarks
{
    private const int Rows = 4096;
    private TileSpace<float> space = null!;
    private Tile<float> tile = null!;
    private float[] plain = null!;
    private Random random = null!;

    [Params(2, 64)]
    public int Dimension { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        space = new TileSpace<float>(Rows, Dimension);
        tile = space.Allocate();
        plain = new float[Rows * Dimension];
        random = new Random(1);
    }

    [Benchmark(Baseline = true)]
    public void TextbookBoxMuller()
    {
        for (int i = 0; i < plain.Length; i += 2)
        {
            float radius = MathF.Sqrt(-2 * MathF.Log(1 - random.NextSingle()));
            (plain[i + 1], plain[i]) = MathF.SinCos(2 * MathF.PI * random.NextSingle());
            plain[i] *= radius;
            plain[i + 1] *= radius;
        }
    }

    [Benchmark]
    public void FillNormal() => space.FillNormal(tile, 1, new NoiseKey(1, 0, NoisePurpose.Step));

    [Benchmark]
    public void AddNormal() => space.AddNormal(tile, 0.5, new NoiseKey(1, 0, NoisePurpose.Step));
}
