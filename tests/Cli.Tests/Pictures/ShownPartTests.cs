using ScoreSde.Cli.Models;
using ScoreSde.Cli.Pictures;
using ScoreSde.Data;
using ScoreSde.Images;
using ScoreSde.Processes;
using ScoreSde.Schedules;
using ScoreSde.Scores;

namespace ScoreSde.Tests.Pictures;

/// <summary>Which part of the line and the plane pictures show.</summary>
[Trait("Category", "Once")]
public sealed class ShownPartTests
{
    private static readonly NoiseLevel Clean = new(0, 0, 0, double.PositiveInfinity);

    // α = 0.6, σ = 0.8.
    private static readonly NoiseLevel Noisy = new(0.5, Math.Log(0.6), 0.8, 0);

    /// <summary>But for the outermost thousandths, with 0.16 of room; numbers that are not finite say nothing.</summary>
    [Theory]
    [InlineData(2, 0, 1)]
    [InlineData(999, 0, 998)]
    [InlineData(1000, 1, 998)]
    [InlineData(1999, 1, 1997)]
    [InlineData(2000, 2, 1997)]
    public void All_but_the_outermost_thousandths_are_shown(int count, double low, double high) =>
        Near([((low + high) / 2) - (0.58 * (high - low)), ((low + high) / 2) + (0.58 * (high - low))], At(new BareModel(1), [float.NaN, .. Enumerable.Range(0, count).Select(static i => (float)i).Reverse(), float.PositiveInfinity], Clean)[0]);

    [Theory]
    [InlineData(0, -1, 1)]
    [InlineData(5, 4, 6)]
    [InlineData(-900, -901, -899)]
    [InlineData(5000, 4995, 5005)]
    [InlineData(-2000, -2002, -1998)]
    [InlineData(float.NaN, -1, 1)]
    public void Numbers_that_are_all_one_have_room(float number, double low, double high) => Near([low, high], At(new BareModel(1), [number, number], Clean)[0]);

    [Fact]
    public void No_numbers_are_shown_from_minus_1_to_1() => Near([-1, 1], At(new BareModel(1), [], Clean)[0]);

    /// <summary>Lengths in the plane are alike, unless columns have their own units.</summary>
    [Fact]
    public void The_plane_is_shown_in_one_scale_and_columns_in_theirs()
    {
        float[] samples = [0, 2, 10, 0, 5, 1];
        PlotRange[] plain = At(new BareModel(2), samples, Clean);
        Near([-0.8, 10.8], plain[0]);
        Near([-4.8, 6.8], plain[1]);
        PlotRange[] own = At(new BareModel(2, columns: new ColumnUnits([100, 0], [10, 0.5])), samples, Clean);
        Near([92, 208], own[0]);
        Near([-0.08, 1.08], own[1]);
    }

    /// <summary>With noise the middle moves by α, and three deviations of the noise are added as deviations are: 0.6 · 5.8 and 3 · 0.8 · 3.</summary>
    [Fact]
    public void Three_deviations_of_the_noise_are_shown_too()
    {
        double half = Math.Sqrt((3.48 * 3.48) + (7.2 * 7.2));
        Near([3.8 - half, 3.8 + half], At(new BareModel(1, scaling: new DataScaling(2, 3)), [0, 10], Noisy)[0]);
        var columns = new BareModel(1, scaling: new DataScaling(2, 3), columns: new ColumnUnits([100], [10]));
        Near([138 - (10 * half), 138 + (10 * half)], At(columns, [0, 10], Noisy)[0]);

        // Little noise takes nothing of the data away.
        Near([-0.8, 10.8], At(new BareModel(1, scaling: new DataScaling(2, 3)), [0, 10], new NoiseLevel(0.1, Math.Log(0.99), 1e-3, 0))[0]);
    }

    [Fact]
    public void Numbers_are_those_of_the_file_and_back()
    {
        var model = new BareModel(2, scaling: new DataScaling(2, 3), columns: new ColumnUnits([100, 50], [10, 5]));
        var part = ShownPart.Of(model, [0, 0, 1, 1]);
        Assert.Equal([100, 50, 110, 60, 130, 45], part.Numbers([0, 0, 1, 2, 3, -1]));
        Assert.Equal((30, 15), (part.Unit(0), part.Unit(1)));

        // 110 is 1 in natural units, and (1 − 2)/3 in the network's.
        Near([-1.0 / 3, 1.0 / 3], part.InNetwork(new PlotRange(110, 130), 0));
        Near([-1.0 / 3, 1.0 / 3], part.InNetwork(new PlotRange(55, 65), 1));
        var plain = ShownPart.Of(new BareModel(1, scaling: new DataScaling(2, 3)), [0, 1]);
        Assert.Equal([1, 7], plain.Numbers([1, 7]));
        Assert.Equal(3, plain.Unit(0));
        Near([-1, 1], plain.InNetwork(new PlotRange(-1, 5), 0));
    }

    [Fact]
    public void A_density_is_one_of_the_numbers_of_the_file()
    {
        var data = new DataDescription("law", 1, 1, 0, null, new DataScaling(1, 2)) { Columns = new ColumnUnits([10], [5]) };
        var model = new MixtureModel("law", GaussianMixture.Of(Gaussian.Isotropic([0], 1)), new VariancePreserving(new LinearSchedule(0.1, 20)), data);
        var part = ShownPart.Of(model, []);

        // Zero of the law is 1 in natural units and 15 in the file, where its deviation is 10.
        double[] density = part.Density(Clean, [new PlotRange(5, 25)], 3);
        Assert.Equal(3, density.Length);
        Assert.Equal(1 / (10 * Math.Sqrt(2 * Math.PI)), density[1], 1e-9);
        Assert.Equal(Math.Exp(-0.5 * 4 / 9) / (10 * Math.Sqrt(2 * Math.PI)), density[2], 1e-9);
        PlotRange shown = part.At(Clean)[0];
        Assert.Equal(15, shown.Middle, 4.0);
        Assert.InRange(shown.Length, 60, 90);
        Assert.Empty(ShownPart.Of(new BareModel(1), [0, 1]).Density(Clean, [new PlotRange(0, 1)], 3));
    }

    private static PlotRange[] At(Model model, float[] samples, NoiseLevel level) => ShownPart.Of(model, samples).At(level);

    private static void Near(double[] expected, PlotRange range)
    {
        Assert.Equal(expected[0], range.Low, 1e-9 * Math.Max(1, Math.Abs(expected[0])));
        Assert.Equal(expected[1], range.High, 1e-9 * Math.Max(1, Math.Abs(expected[1])));
    }
}
