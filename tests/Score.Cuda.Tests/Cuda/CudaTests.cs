using ScoreSde.Checkpoints;
using ScoreSde.Cuda;
using ScoreSde.Cuda.Driver;
using ScoreSde.Cuda.Models;
using ScoreSde.Cuda.Sampling;
using ScoreSde.Guidance;
using ScoreSde.Noise;
using ScoreSde.Processes;
using ScoreSde.Sampling;
using ScoreSde.Scores;
using ScoreSde.Solvers;
using ScoreSde.TimeGrids;

namespace ScoreSde.Tests.Cuda;

/// <summary>The kernel on a card beside the library's own loop.</summary>
public sealed class CudaTests
{
    private const int Count = 1000;

    public static TheoryData<string> Names => AllSolvers.Names;

    [CudaTheory]
    [MemberData(nameof(Names))]
    public void Every_method_on_a_mixture_in_double(string name)
    {
        ISolver solver = AllSolvers.Find(name);
        if (AllSolvers.TakesPlane(solver))
        {
            Assert.InRange(Agreement.OfMixture<double>(CudaDevice.First, solver, Count), 0, 1e-9);
        }
        else
        {
            Assert.Throws<ArgumentException>(() => Agreement.OfMixture<double>(CudaDevice.First, solver, Count));
        }
    }

    [CudaTheory]
    [MemberData(nameof(Names))]
    public void Every_method_on_a_guided_network_in_double(string name) =>
        Assert.InRange(Agreement.OfNetwork<double>(CudaDevice.First, AllSolvers.Find(name), Count), 0, 1e-9);

    [CudaTheory]
    [InlineData(CudaPrecision.BFloat16, 3e-2)]
    [InlineData(CudaPrecision.BFloat16Times3, 2e-4)]
    public void Products_in_bfloat16_err_by_their_bits(CudaPrecision precision, double most) =>
        Assert.InRange(Agreement.OfNetwork<float>(CudaDevice.First, new Heun(), Count, precision), most / 1000, most);

    [CudaFact]
    public void Digits_of_the_shipped_network_are_those_of_the_CPU()
    {
        Checkpoint checkpoint = ShippedModels.Open("digits");
        static int LabelOf(long sample) => (int)(sample % 10);
        TimeGrid grid = Grids.Uniform(12, checkpoint.Range);
        var score = new ClassifierFreeGuidance<float>(checkpoint.Score<float>(LabelOf), checkpoint.Score<float>(static _ => -1), 2);
        float[] expected = Sampler.Sample(checkpoint.Process, score, new Heun(), grid, 200, 3).Values;
        var options = new CudaSamplerOptions { LabelOf = LabelOf, Guidance = 2 };
        float[] actual = CudaSampler.Sample<float>(checkpoint.Process, CudaModel.Of(checkpoint), new Heun(), grid, 200, 3, options).Values;
        Assert.InRange(expected.Zip(actual, static (a, b) => Math.Abs(a - b)).Max(), 0, 1e-4f);
    }

    [CudaFact]
    public void A_sample_depends_neither_on_batches_nor_on_blocks()
    {
        float[] all = Draw(new CudaSamplerOptions());
        Assert.Equal(all, Draw(new CudaSamplerOptions { BatchRows = 137 }));
        foreach (int rows in new[] { 3, 8, 10, 40, 80 })
        {
            Assert.Equal(all, Draw(new CudaSamplerOptions { BlockRows = rows }));
        }

        Assert.Equal(all[(100 * 3)..], Draw(new CudaSamplerOptions { FirstSample = 100 })[..((Count - 100) * 3)]);

        static float[] Draw(CudaSamplerOptions options) => CudaSampler.Sample<float>(
            Agreement.Process,
            CudaModel.Of(Agreement.Network<float>()),
            new EulerMaruyama(),
            Agreement.Grid,
            Count,
            Agreement.Seed,
            options with { LabelOf = Agreement.LabelOf }).Values;
    }

    [CudaTheory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Noise_is_the_library_s(int dimension)
    {
        var model = CudaModel.Of(GaussianMixture.Of(Gaussian.Isotropic(new double[dimension], 1)));
        var options = new CudaSamplerOptions { FirstSample = 7 };
        double[] actual = CudaSampler.Sample<double>(Agreement.Process, model, new NoiseAlone(), Grids.Uniform(1, 0.5), Count, Agreement.Seed, options).Values;
        var expected = new double[actual.Length];
        Normals.Fill<double>(expected, dimension, 7, NoiseAlone.Key(Agreement.Seed), NoiseAlone.Scale);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], 1e-13 * (1 + Math.Abs(expected[i])));
        }
    }

    [CudaFact]
    public void What_the_compiler_refuses_is_told_in_its_words()
    {
        CudaDevice.First.Enter();
        CudaException failure = Assert.Throws<CudaException>(() => Nvrtc.Compile("not C", [], CudaDevice.First.Facts.Capability));
        Assert.Contains("error", failure.Message, StringComparison.Ordinal);
    }
}
