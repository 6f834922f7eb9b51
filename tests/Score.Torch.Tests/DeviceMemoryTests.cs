using System.ComponentModel;
using ScoreSde.Torch;

namespace ScoreSde.Tests;

/// <summary>Which failures of libtorch, an ExternalException of a message, mean that memory ran out, and what is said of it.</summary>
public sealed class DeviceMemoryTests
{
    [Theory]
    [InlineData("CUDA out of memory. Tried to allocate 2.00 GiB", true)]
    [InlineData("CUDA error: Out Of Memory", true)]
    [InlineData("DefaultCPUAllocator: can't allocate memory: you tried to allocate 1 bytes", true)]
    [InlineData("Can't Allocate Memory", true)]
    [InlineData("The size of tensor a (2) must match the size of tensor b (3)", false)]
    [InlineData("out of range", false)]
    public void Libtorch_says_so_in_words_of_any_case(string message, bool ranOut)
    {
        Assert.Equal(ranOut, DeviceMemory.RanOut(new Win32Exception(0, message)));
        Assert.False(DeviceMemory.RanOut(new InvalidOperationException(message)));
    }

    [Fact]
    public void The_framework_says_so_by_a_type_of_its_own() => Assert.True(DeviceMemory.RanOut(new InsufficientMemoryException("any words")));

    [Theory]
    [InlineData(1, "There is not enough memory on cuda:1 for a single row.")]
    [InlineData(2, "There is not enough memory on cuda:1 for 2 rows at once. Try 1 (--rows 1).")]
    [InlineData(13, "There is not enough memory on cuda:1 for 13 rows at once. Try 6 (--rows 6).")]
    public void Half_as_many_rows_are_the_advice(int rows, string sentence)
    {
        var inner = new Win32Exception(0, "out of memory");
        var failure = new DeviceMemoryException("cuda:1", rows, inner);
        Assert.Equal((sentence, rows), (failure.Message, failure.Rows));
        Assert.Same(inner, failure.InnerException);
    }

    [TorchFact]
    public void Runs_are_on_the_CPU_with_noise_made_on_the_device_unless_told_otherwise()
    {
        var sampler = new TorchSamplerOptions();
        Assert.Equal((DeviceType.CPU, NoiseSource.Device, true, 0, 0L), (sampler.Device.type, sampler.Noise, sampler.OwnKernels, sampler.BatchRows, sampler.FirstSample));
        var trainer = new TorchTrainerOptions();
        Assert.Equal((DeviceType.CPU, NoiseSource.Device, 0, false, 0), (trainer.Device.type, trainer.Noise, trainer.RowsAtOnce, trainer.MixedPrecision, trainer.Until));
    }
}
