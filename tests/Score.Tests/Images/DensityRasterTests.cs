using ScoreSde.Images;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;

namespace ScoreSde.Tests.Images;

public sealed class DensityRasterTests
{
    private static readonly PlotRange Across = new(-3, 5);
    private static readonly PlotRange Up = new(-4, 2);

    public static TheoryData<double> Times => [0, 0.2, 1];

    [Theory]
    [MemberData(nameof(Times))]
    public void Every_pixel_has_the_density_at_its_middle(double time)
    {
        var law = new GaussianMixture(
            [Gaussian.Isotropic([1, -1], 0.5), Gaussian.AlongAxes([-1, 0], [0.3, 2]), Gaussian.WithCovariance([2, -2], new double[,] { { 2, 1.2 }, { 1.2, 1 } })],
            [1, 2, 3]);
        NoiseLevel level = new VariancePreserving(new LinearSchedule(0.1, 20)).At(time);
        double[] raster = DensityRaster.Of(law, level, Across, Up, 16, 12);
        double highest = raster.Max();
        for (int i = 0; i < raster.Length; i++)
        {
            double x = -3 + (((i % 16) + 0.5) * 0.5);
            double y = 2 - (((i / 16) + 0.5) * 0.5);
            Assert.Equal(Math.Exp(law.LogDensity([x, y], level)), raster[i], 1e-13 * highest);
        }
    }

    [Theory]
    [MemberData(nameof(Times))]
    public void So_has_every_column_of_a_law_on_the_line(double time)
    {
        var law = new GaussianMixture([Gaussian.Isotropic([1], 0.5), Gaussian.Isotropic([-1], 2)], [1, 2]);
        NoiseLevel level = new VariancePreserving(new LinearSchedule(0.1, 20)).At(time);
        double[] line = DensityRaster.OfLine(law, level, Across, 16);
        Assert.All(Enumerable.Range(0, 16), i => Assert.Equal(Math.Exp(law.LogDensity([-3 + ((i + 0.5) * 0.5)], level)), line[i], 1e-14));
    }

    [Fact]
    public void What_is_narrower_than_a_pixel_is_seen_and_keeps_its_mass()
    {
        NoiseLevel clean = new VariancePreserving(new LinearSchedule(0.1, 20)).At(0);
        double[] raster = DensityRaster.Of(GaussianMixture.Of(Gaussian.PointMass([1.01, -1.02])), clean, Across, Up, 16, 12);
        double[] line = DensityRaster.OfLine(GaussianMixture.Of(Gaussian.PointMass([1.01])), clean, Across, 16);
        Assert.Equal(1, raster.Sum() * 0.25, 0.2);
        Assert.Equal(1, line.Sum() * 0.5, 0.2);
    }

    /// <summary>A deviation below 0.4 pixels counts as that: of their area's root, where they are no squares.</summary>
    [Theory]
    [InlineData(16, 12)]
    [InlineData(32, 12)]
    [InlineData(160, 120)]
    public void What_is_narrower_than_a_pixel_is_drawn_with_two_fifths_of_it(int width, int height)
    {
        NoiseLevel clean = new VariancePreserving(new LinearSchedule(0.1, 20)).At(0);
        (double dx, double dy) = (Across.Length / width, Up.Length / height);
        double[] raster = DensityRaster.Of(GaussianMixture.Of(Gaussian.PointMass([1.01, -1.02])), clean, Across, Up, width, height);
        GaussianMixture plane = GaussianMixture.Of(Gaussian.Isotropic([1.01, -1.02], 0.16 * dx * dy));
        Assert.All(Enumerable.Range(0, raster.Length), i =>
        {
            double known = Math.Exp(plane.LogDensity([Across.Low + (((i % width) + 0.5) * dx), Up.High - (((i / width) + 0.5) * dy)], clean));
            Assert.Equal(known, raster[i], 1e-9 * (1 + known));
        });
        double[] line = DensityRaster.OfLine(GaussianMixture.Of(Gaussian.PointMass([1.01])), clean, Across, width);
        GaussianMixture narrow = GaussianMixture.Of(Gaussian.Isotropic([1.01], 0.16 * dx * dx));
        Assert.All(Enumerable.Range(0, width), i =>
        {
            double known = Math.Exp(narrow.LogDensity([Across.Low + ((i + 0.5) * dx)], clean));
            Assert.Equal(known, line[i], 1e-9 * (1 + known));
        });
    }

    [Fact]
    public void Laws_of_other_dimensions_are_refused()
    {
        NoiseLevel level = new VariancePreserving(new LinearSchedule(0.1, 20)).At(0.5);
        GaussianMixture line = GaussianMixture.Of(Gaussian.Isotropic([0], 1));
        Assert.Throws<ArgumentException>(() => DensityRaster.Of(line, level, Across, Up, 4, 4));
        Assert.Throws<ArgumentException>(() => DensityRaster.OfLine(GaussianMixture.Ring(), level, Across, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => DensityRaster.OfLine(line, level, Across, 0));
    }
}
