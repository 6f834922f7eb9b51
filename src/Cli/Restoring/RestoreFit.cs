using ScoreSde.Cli.Arguments;
using ScoreSde.Cli.Catalog;
using ScoreSde.Cli.Devices;
using ScoreSde.Cli.Methods;
using ScoreSde.Cli.Models;

namespace ScoreSde.Cli.Restoring;

/// <summary>Which methods that sample given a measurement go with which models.</summary>
internal static class RestoreFit
{
    /// <summary>Notes a fault where a method asks for a Jacobian that the model does not have.</summary>
    public static void CheckJacobian(Model model, Entry<RestoreMethod> chosen, Faults faults)
    {
        if (!model.HasJacobian && ConditionedSampler<float>.NeedsJacobian(chosen.Value))
        {
            faults.Add($"Method '{chosen.Name}' needs the Jacobian of the network, and model '{model.Name}' has none: an ONNX file is evaluated alone, a TorchScript file has one. ddrm, snips, replacement and repaint need none.");
        }
    }

    /// <summary>Notes a fault where particles cannot run: on that device, as many of so many numbers, on a grid that does not end at t = 0.</summary>
    public static void CheckParticles(Model model, Entry<GridRule> rule, int steps, int particles, IDevice device, Faults faults)
    {
        if (device is not Cpu)
        {
            faults.Add("Method 'twisted' runs on the CPU's own kernels: leave --device out.");
        }

        if ((long)particles * model.Dimension > Array.MaxLength)
        {
            faults.Add($"--particles must be at most {Array.MaxLength / model.Dimension} for samples of {model.Dimension} numbers, not {particles}.");
        }

        if (faults.None && rule.Value.Make(model.Process, model.Range, steps).Times[^1] > 0)
        {
            faults.Add($"Method 'twisted' weighs samples at t = 0, and grid '{rule.Name}' ends before.");
        }
    }
}
